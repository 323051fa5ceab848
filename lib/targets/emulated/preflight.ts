/** Before anything is deployed: what of this template will the emulator really make? Pure. */
import { KitError } from '../../errors.ts';
import type { StackFile } from '../../template/read.ts';
import { conditionHolds } from '../../template/resolve.ts';
import { constructPath, placeOf } from '../../template/places.ts';
import type { RawResource, RawTemplate } from '../../template/template.ts';
import type { EmulatorAdapter, Provisions } from './adapter.ts';
import { leaveOut } from './projection.ts';

export interface Preflight {
  /** Resources that are really made. */
  readonly real: number;
  /** `Network/Vpc AWS::EC2::VPC`, with what cannot stand without it. */
  readonly leftOut: readonly string[];
  /** Properties that have no effect: `Data/Todos PointInTimeRecoverySpecification`. */
  readonly dropped: readonly string[];
  /** What is deployed, and what is made besides. */
  readonly stacks: readonly {
    readonly name: string;
    readonly raw: RawTemplate;
    readonly account?: string;
  }[];
}

/** Says how the template was made; nothing to provision. */
const bookkeeping = new Set(['AWS::CDK::Metadata']);

/** Reached by packets alone: what an emulator makes of these is a record, and nothing goes through it. */
export const isNetwork = (type: string): boolean => /^AWS::(EC2|DAX|ElastiCache)::/.test(type);

/** What the pre-flight asks of an emulator. */
export type Fit = Pick<EmulatorAdapter, 'title' | 'leavesOut' | 'isCompleted' | 'makesByApi'>;

/**
 * Types that the emulator lacks are left out by name where it says so.
 * @throws UnsupportedTypes for any other type that it lacks
 */
export function preflight(
  stacks: readonly StackFile[],
  provisions: Provisions,
  { title, leavesOut, isCompleted, makesByApi }: Fit,
): Preflight {
  const lacking = stacks.flatMap(({ raw }) =>
    Object.values(raw.Resources ?? {})
      .filter(({ Condition }) => conditionHolds(Condition, { template: raw, exports: new Map() }))
      .map(({ Type }) => Type)
      .filter((type) => !provided(type, provisions) && !makesByApi.has(type)),
  );
  const refused = [...new Set(lacking.filter((type) => !leavesOut(type)))];
  if (refused.length > 0)
    throw new KitError('UnsupportedTypes', `${title} does not make ${refused.join(', ')}`, {
      next: '--on model judges what the template shows',
    });
  const { projected, leftOut } = leaveOut(stacks, {
    isLeftOut: ({ Type, Properties = {} }) =>
      (!provided(Type, provisions) && !makesByApi.has(Type)) ||
      provisions.get(Type)?.demands.some((name) => !(name in Properties)) === true,
    requiredOf: (type) => provisions.get(type)?.required ?? [],
  });
  const resources = projected.flatMap(({ raw }) => Object.entries(raw.Resources ?? {}));
  return {
    real: resources.length,
    leftOut,
    dropped: resources.flatMap(([id, resource]) =>
      droppedOf(resource, provisions, isCompleted).map(
        (property) => `${placeOf({ path: constructPath(resource.Metadata) ?? id })} ${property}`,
      ),
    ),
    stacks: projected.map(({ stack, raw, account }) => ({
      ...{ name: stack, raw },
      ...(account === undefined ? {} : { account }),
    })),
  };
}

/** Properties of the resource that have no effect. */
export function droppedOf(
  { Type, Properties = {} }: RawResource,
  provisions: Provisions,
  isCompleted: Fit['isCompleted'],
): readonly string[] {
  const read = provisions.get(Type)?.reads ?? ['*'];
  return Object.keys(Properties).filter(
    (property) => !isRead(property, read) && !isCompleted(Type, property),
  );
}

/** A custom resource is made by the lab's own function, where the emulator calls it. */
function provided(type: string, provisions: Provisions): boolean {
  const known = type.startsWith('Custom::') ? 'AWS::CloudFormation::CustomResource' : type;
  return provisions.has(known) || bookkeeping.has(type);
}

function isRead(property: string, read: readonly string[]): boolean {
  return read.some((path) => path === '*' || path === property || path.startsWith(`${property}.`));
}
