/** The kit in other people's repositories: what the package `aws-lab-kit` offers. */
export { expectMay, type PermissionExpectation, type PermissionOptions } from './expect-may.ts';
export { expectNetwork, internet, type Host, type NetworkExpectation } from './expect-network.ts';
export { KitRules, type KitRulesOptions } from '../rules/plugin.ts';
export { ExpectationFailed } from './said.ts';
export type { Options, Subject } from './subject.ts';
