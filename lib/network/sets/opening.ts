/**
 * The smallest set of changes that lets all packets of a question through. Found breadth first: whatever opens the
 * question has to open the gate that decides now, so from each network only changes to that gate are tried.
 */
import type { Network } from '../network.ts';
import type { Question } from '../question.ts';
import { decisiveMark, verdictOf } from './answer.ts';
import { type Box, asked } from './boxes.ts';
import { type Change, applied } from './changes.ts';
import { judge } from './judge.ts';
import { changesFor } from './remedies.ts';

/** Each change is necessary; without changes why there are none. */
type Opening =
  | { readonly changes: readonly Change[]; readonly why?: undefined }
  | { readonly changes?: undefined; readonly why: string };

/** Longer ways to open something are no help to anybody. */
const mostChanges = 8;
/** Bounds the search where many changes are possible at each gate; each try is one judgement. */
const mostTries = 500;

export function smallestOpening(network: Network, question: Question): Opening {
  const whole = asked(question);
  let why: string | undefined;
  const queue: (readonly Change[])[] = [[]];
  const known = new Set<string>();
  for (let tries = 0; tries < mostTries; tries += 1) {
    const changes = queue.shift();
    if (changes === undefined) break;
    const next = nextOf(applied(network, changes), question, whole);
    if (next === 'open') return { changes: withoutNeedless(network, question, changes) };
    why ??= next.why;
    if (changes.length === mostChanges) continue;
    for (const change of next.changes) enqueue([...changes, change], queue, known);
  }
  return { why: why ?? 'no small set of changes was found' };
}

/** The same changes in another order are the same network. */
function enqueue(
  changes: readonly Change[],
  queue: (readonly Change[])[],
  known: Set<string>,
): void {
  const key = changes.map(changeKey).sort().join(' ');
  if (known.has(key)) return;
  known.add(key);
  queue.push(changes);
}

function changeKey(change: Change): string {
  return JSON.stringify(change, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

interface Next {
  readonly changes: readonly Change[];
  /** Where no change helps. */
  readonly why: string | undefined;
}

function nextOf(network: Network, question: Question, whole: Box): Next | 'open' {
  const parts = judge(network, question);
  const verdict = verdictOf(parts, whole);
  if (verdict === 'yes') return 'open';
  const mark = decisiveMark(parts, verdict);
  if (mark === undefined)
    return { changes: [], why: 'it depends on what the template does not say' };
  const { remedy, says } = mark.explain(mark.loss);
  const changes = remedy === undefined ? [] : changesFor(network, remedy, whole[mark.side]);
  return { changes, why: changes.length > 0 ? undefined : says };
}

/** Leaves out what another change has made superfluous. */
function withoutNeedless(
  network: Network,
  question: Question,
  changes: readonly Change[],
): readonly Change[] {
  const whole = asked(question);
  const isOpen = (some: readonly Change[]) =>
    verdictOf(judge(applied(network, some), question), whole) === 'yes';
  const needless = changes.findIndex((_, at) => isOpen(changes.toSpliced(at, 1)));
  return needless < 0
    ? changes
    : withoutNeedless(network, question, changes.toSpliced(needless, 1));
}
