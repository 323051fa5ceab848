/** Policies that have something to do with a call, most of them nearly. */
import fc from 'fast-check';
import type { Properties } from '../../../lib/capabilities.ts';
import { calls, type Call } from './calls.ts';
import { conditionsFor } from './conditions.ts';
import { askers, type Asker } from './callers.ts';

/** As a policy is written. */
export interface Written {
  readonly Version: string;
  readonly Statement: readonly Properties[];
}

export interface Pair {
  readonly asker: Asker;
  readonly call: Call;
  readonly identity: Written;
  readonly session?: Written;
}

/** The same ones each time. */
export function samplePairs(count: number): readonly Pair[] {
  return fc.sample(pair, { numRuns: count, seed: 6 });
}

/** @param what a command and the name of what it is on */
export function pairOf(who: string, what: string, ...statements: readonly Properties[]): Pair {
  const [command, name = ''] = what.split(' ');
  const asker = askers.find((each) => each.name === who);
  const call = calls.find((each) => each.command === command && each.resource.includes(name));
  if (asker === undefined || call === undefined)
    throw new Error(`there is no ${who}, or no ${what}`);
  const [identity, session] = statements.map((each) => ({
    ...{ Version: '2012-10-17', Statement: [each] },
  }));
  if (identity === undefined) throw new Error('a pair has a policy');
  return { asker, call, identity, ...(session && { session }) };
}

export function allow(action: string): Properties {
  return { Effect: 'Allow', Action: action, Resource: '*' };
}

/** Of each service as many. */
const anyCall = fc
  .constantFrom(...new Set(calls.map(({ service }) => service)))
  .chain((service) => fc.constantFrom(...calls.filter((each) => each.service === service)));

const pair: fc.Arbitrary<Pair> = fc
  .tuple(fc.constantFrom(...askers), anyCall)
  .chain(([asker, call]) => {
    const session =
      asker.kind === 'role'
        ? weighted([2, fc.constant(undefined)], [1, documentFor(call)])
        : fc.constant(undefined);
    return fc
      .tuple(documentFor(call), session)
      .map(([identity, own]) => ({ asker, call, identity, ...(own && { session: own }) }));
  });

function documentFor(call: Call): fc.Arbitrary<Written> {
  return fc.record({
    Version: fc.oneof(
      { weight: 8, arbitrary: fc.constant('2012-10-17') },
      { weight: 1, arbitrary: fc.constant('2008-10-17') },
    ),
    Statement: fc.array(statementFor(call), { minLength: 1, maxLength: 3 }),
  });
}

function statementFor(call: Call): fc.Arbitrary<Properties> {
  return fc
    .record({
      Effect: weighted([5, fc.constant('Allow')], [1, fc.constant('Deny')]),
      action: listed('Action', actionsNear(call.action), 'iam:*'),
      resource: listed('Resource', resourcesNear(call.resource), 'arn:aws:sqs:eu-west-1:*:*'),
      Condition: conditionsFor(call),
    })
    .map(({ Effect, action, resource, Condition }) => ({
      ...{ Effect, ...action, ...resource },
      ...(Condition && { Condition }),
    }));
}

/** `Not...` with the same texts speaks of the rest: mostly of something far away, so that it often applies. */
function listed(
  element: string,
  texts: fc.Arbitrary<string>,
  far: string,
): fc.Arbitrary<Properties> {
  const some = fc.array(texts, { minLength: 1, maxLength: 2 });
  return weighted<Properties>(
    [4, texts.map((each) => ({ [element]: each }))],
    [4, some.map((each) => ({ [element]: each }))],
    [1, fc.constant({ [`Not${element}`]: far })],
    [1, some.map((each) => ({ [`Not${element}`]: each }))],
  );
}

function actionsNear(action: string): fc.Arbitrary<string> {
  const [service = ''] = action.split(':');
  return weighted(
    [12, near(action, service.length + 1)],
    [2, fc.constantFrom(action.toLowerCase(), action.toUpperCase())],
    [3, fc.constantFrom(`${service}:*`, '*')],
    [3, fc.constantFrom(...calls).map((each) => each.action)],
  );
}

const variables = [
  '${aws:PrincipalTag/team}',
  "${aws:PrincipalTag/none, 'orders'}",
  '${aws:username}',
  '${aws:PrincipalAccount}',
];

function resourcesNear(resource: string): fc.Arbitrary<string> {
  const service = resource.split(':').slice(0, 3).join(':').length + 1;
  return weighted(
    [12, near(resource, service)],
    [4, fc.constant('*')],
    [
      1,
      fc.constant(resource.toUpperCase().replace(/^ARN:AWS:[^:]*/, (start) => start.toLowerCase())),
    ],
    [2, fc.constantFrom(...calls).map((each) => each.resource)],
    [
      1,
      fc
        .constantFrom(...variables)
        .map((each) => resource.replace(/orders|000000000000|reports/, each)),
    ],
  );
}

/** The text, or one like it; its first characters stay, and so do its colons. */
function near(text: string, from: number): fc.Arbitrary<string> {
  const place = fc.integer({ min: from, max: text.length - 1 });
  const inside = place.filter((at) => text[at] !== ':');
  return weighted(
    [4, fc.constant(text)],
    [3, place.map((at) => `${text.slice(0, at)}*`)],
    [2, inside.map((at) => `${text.slice(0, at)}?${text.slice(at + 1)}`)],
    [3, fc.tuple(inside, fc.nat(12)).map(([at, width]) => starred(text, at, width))],
    [1, inside.map((at) => `${text.slice(0, at)}x${text.slice(at)}`)],
  );
}

/** A star for some characters of one part of an ARN. */
function starred(text: string, at: number, width: number): string {
  const rest = text.slice(at);
  const [same = ''] = rest.split(':');
  return `${text.slice(0, at)}*${rest.slice(Math.min(width, same.length))}`;
}

function weighted<T>(
  ...all: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]
): fc.Arbitrary<T> {
  return fc.oneof(...all.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}
