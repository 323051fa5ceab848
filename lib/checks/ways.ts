/** Of the ways to judge a check: the first that this target can serve, or why none can. */
import type { Capability } from '../capabilities.ts';
import type { Check, Way } from '../lab.ts';
import { features as known } from '../targets/features.ts';
import type { Judge } from '../targets/target.ts';
import type { Strength } from '../verdict.ts';

export type Choice =
  | { readonly way: Way; readonly strength: Strength }
  | { readonly way?: undefined; readonly reason: string };

/** Capabilities that only arrange a judgement and are no evidence themselves. */
export const arranging: ReadonlySet<Capability> = new Set<Capability>([
  'during',
  'eventually',
  'steadily',
]);
const weakestFirst: readonly Strength[] = ['read', 'proved', 'seen'];

export function chooseWay(check: Check, judge: Judge): Choice {
  const way = check.ways.find((each) => obstacle(each, judge) === undefined);
  if (way !== undefined) return { way, strength: strengthOf(way, judge) };
  // A way that only lacks a feature came closest: its reason says most.
  const able = check.ways.filter((each) => lackingCapability(each, judge) === undefined);
  const reasons = (able.length > 0 ? able : check.ways).map((each) => obstacle(each, judge) ?? '');
  return { reason: [...new Set(reasons)].join('; or ') || 'the lab gives no way to judge it' };
}

function lackingCapability({ needs }: Way, judge: Judge): Capability | undefined {
  return needs.find((each) => judge.capabilities[each] === undefined);
}

function obstacle(way: Way, judge: Judge): string | undefined {
  const lacking = lackingCapability(way, judge);
  if (lacking !== undefined) return judge.lacks(lacking);
  const feature = way.given.find((each) => !judge.features.has(each));
  return feature === undefined
    ? undefined
    : `${judge.target} has no ${feature} (${known[feature] ?? 'an unknown feature'})`;
}

/** As strong as the weakest evidence that it rests on. An evaluator makes a proof of what is read, and of nothing else. */
function strengthOf(way: Way, judge: Judge): Strength {
  const strengths = way.needs
    .filter((each) => !arranging.has(each))
    .map((each) => judge.strengthOf(each))
    .map((each) => (each === 'read' ? (way.strength ?? each) : each));
  return weakestFirst.find((each) => strengths.includes(each)) ?? 'read';
}
