/** ARNs: `arn:partition:service:region:account:resource`, of which the last part may hold colons. Pure. */
import { every, type Truth } from '../truth.ts';
import { like } from './like.ts';
import type { Symbols } from './symbols.ts';

const parts = 6;

/** The six parts; fewer where it is none, or ends early in a star. Never cut inside a `${...}`. */
export function partsOf(arn: string): readonly string[] {
  const cut = arn.includes('{') ? cutOutside(arn) : arn.split(':');
  if (cut.length <= parts) return cut;
  return [...cut.slice(0, parts - 1), cut.slice(parts - 1).join(':')];
}

/** At the colons that stand in no braces. */
function cutOutside(text: string): readonly string[] {
  const cut: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '{') depth += 1;
    else if (sign === '}') depth = Math.max(0, depth - 1);
    else if (sign === ':' && depth === 0) {
      cut.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...cut, text.slice(from)];
}

/** `user/team/dave` -> `user`, `team`, `dave`. Never cut inside a `${...}`. */
export function segmentsOf(resource: string): readonly string[] {
  return resource.match(/(?:\$\{[^{}]*\}|[^/])+/g) ?? [];
}

/** The account of an ARN; empty where it has none, as a bucket's. */
export function accountIn(arn: string): string {
  return partsOf(arn)[4] ?? '';
}

/**
 * Does the ARN match, part by part? A wildcard stays within its part, but one that ends the pattern early stands for
 * all that follows.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function isLikeArn(pattern: string, arn: string, symbols: Symbols): Truth {
  const [wanted, given] = [partsOf(pattern), partsOf(arn)];
  if (wanted.length < parts || given.length < parts) return isLikeResource(pattern, arn, symbols);
  return every(
    wanted.map((part, index) =>
      like(symbols.pattern(part), symbols.text(given[index] ?? ''), symbols),
    ),
  );
}

/**
 * The same for the resource of a statement, where a star goes on beyond a colon.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function isLikeResource(pattern: string, arn: string, symbols: Symbols): Truth {
  if (pattern === '*') return true;
  const isWhole = partsOf(pattern).length === parts || pattern.endsWith('*');
  return isWhole || beginsOpen(pattern)
    ? like(symbols.pattern(pattern), symbols.text(arn), symbols)
    : false;
}

/** An ARN that only the deployment knows; anything else that has not six parts is none, and matches nothing. */
function beginsOpen(pattern: string): boolean {
  return pattern.startsWith('${') || pattern.startsWith('{{');
}
