/** The rule packs as validation plugins of the CDK: AwsSolutions and the kit's own. */
import { Validations, type App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { KitRules } from './plugin.ts';
import type { Subject } from './rule.ts';

/** Both packs judge when the app is synthesized; an unacknowledged finding of severity error fails the synthesis. */
export function registerRules(app: App, variant: Subject['variant']): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new KitRules({ variant }));
}
