/** What the roles of drawn things allow on other drawn things, as arrows. Pure. */
import { idOf, placeOf } from '../../template/places.ts';
import type { Resource } from '../../template/template.ts';
import { actorsAmong, effective } from '../allowed.ts';
import { own } from '../../template/values.ts';
import type { Allowed } from '../report.ts';
import type { OneWay } from './picture.ts';

/** That an arrow can show. */
const most = 4;

interface Given {
  readonly resources: readonly Resource[];
  readonly allowed: readonly Allowed[];
}

export function mayArrows(given: Given, ids: ReadonlySet<string>): readonly OneWay[] {
  const { resources, allowed } = given;
  const sendersOf = sendersIn(given, ids);
  return effective(allowed).flatMap((each) => {
    const named = resources.filter((other) => ids.has(idOf(other)) && isNamed(each.on, other));
    const targets = named.filter(
      (one) => one.stack === each.stack || !named.some((other) => isAlike(one, other)),
    );
    const says = short(each.actions);
    return sendersOf(each).flatMap((from) =>
      targets
        .map(idOf)
        .filter((to) => to !== from)
        .map((to) => ({ from, to, kind: 'may' as const, says })),
    );
  });
}

/** What is allowed on everything leads to all data that a permission alone opens: too many arrows for a picture. */
export function wideWays(given: Given, ids: ReadonlySet<string>): readonly OneWay[] {
  const sendersOf = sendersIn(given, ids);
  return effective(given.allowed)
    .filter(({ on }) => on.some((each) => everything.test(each)))
    .flatMap((each) =>
      given.resources
        .filter((other) => ids.has(idOf(other)) && opens(each.actions, other))
        .flatMap((other) =>
          sendersOf(each).map((from) => ({
            ...{ from, to: idOf(other), kind: 'may' as const },
            says: short(each.actions),
          })),
        ),
    );
}

/** From whatever acts by a policy of which it is not known what it allows, to all that it may open. */
export function unknownWays(
  given: Given,
  ids: ReadonlySet<string>,
): readonly Pick<OneWay, 'from' | 'to'>[] {
  const sendersOf = sendersIn(given, ids);
  const data = given.resources.filter(
    (each) => ids.has(idOf(each)) && own(openedBy, each.type) !== undefined,
  );
  return effective(given.allowed)
    .filter(({ isKnown }) => !isKnown)
    .flatMap((each) =>
      sendersOf(each).flatMap((from) => data.map((other) => ({ from, to: idOf(other) }))),
    );
}

/** A principal, and what acts as it, as far as they are drawn. */
function sendersIn({ resources }: Given, ids: ReadonlySet<string>) {
  const actors = actorsAmong(resources);
  const principals = new Map(resources.map((each) => [idOf(each), each]));
  return (allowed: Allowed): readonly string[] => {
    const principal = principals.get(idOf(allowed));
    if (principal === undefined) return [];
    return [principal, ...(actors.get(principal) ?? [])].map(idOf).filter((id) => ids.has(id));
  };
}

const everything = /^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:\*)$/;

/** What a permission opens without a way through a network, and the prefix of its actions. */
const openedBy: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'dynamodb',
  'AWS::DynamoDB::Table': 'dynamodb',
  'AWS::Kinesis::Stream': 'kinesis',
  'AWS::S3::Bucket': 's3',
  'AWS::SecretsManager::Secret': 'secretsmanager',
};

/** Those that give or take what is in it; lists and settings do not. */
const inside =
  /:((Batch)?(Get|Put|Delete|Update|Write)(Object|Item|Record|SecretValue)s?|Query|Scan)$/;

function opens(actions: readonly string[], { type }: Resource): boolean {
  const prefix = own(openedBy, type);
  return (
    prefix !== undefined &&
    actions.some(
      (each) =>
        each === '*' ||
        (each.startsWith(`${prefix}:`) && (each.endsWith('*') || inside.test(each))),
    )
  );
}

function isNamed(on: readonly string[], resource: Resource): boolean {
  const place = placeOf(resource);
  return on.some(
    (each) => each === place || each.startsWith(`${place}/`) || each.startsWith(`${place}:`),
  );
}

/** Two stacks may call two things the same. */
function isAlike(one: Resource, other: Resource): boolean {
  return one !== other && placeOf(one) === placeOf(other);
}

function short(actions: readonly string[]): readonly string[] {
  const more = actions.length - most;
  return more > 0 ? [...actions.slice(0, most), `${more} more`] : actions;
}
