/** What a rule of the kit is: a function from resolved resources to findings. Works on any template. */
import { networkOf } from '../network/build/build.ts';
import type { Network } from '../network/network.ts';
import type { Resource } from '../template/template.ts';
import { PolicyBook } from './policies.ts';

export interface Rule {
  /** `kit/` and the name of its file. */
  readonly id: `kit/${string}`;
  /** What a finding says of a resource, as a predicate: `answers anybody: no authorizer`. */
  readonly says: string;
  /** Why it matters, one sentence. */
  readonly because: string;
  /** The AWS page behind it. */
  readonly source: string;
  /** Resources that break the rule, in the order of the template. */
  breaches(subject: Subject): readonly Resource[];
}

export interface Subject {
  readonly resources: readonly Resource[];
  /** Some rules speak only of what a production account would have. */
  readonly variant: Variant;
  /** The network that the resources describe, built when a rule first asks. */
  readonly network: Network;
  /** What their policies say, read when a rule first asks. */
  readonly policies: PolicyBook;
}
type Variant = 'learning' | 'production';

export function subjectOf(
  resources: readonly Resource[],
  variant: Variant = 'production',
  built?: Network,
): Subject {
  let network = built;
  let policies: PolicyBook | undefined;
  return {
    resources,
    variant,
    get network() {
      return (network ??= networkOf(resources));
    },
    get policies() {
      return (policies ??= new PolicyBook(resources));
    },
  };
}
