/** `lab sweep`: what labs left in the sandbox account, and removes it where that is asked for. */
import { exitCodes, KitError } from '../errors.ts';
import { takeDown, withLab } from '../life/live.ts';
import type { Host, Outcome } from '../output/host.ts';
import { columns, count } from '../output/table.ts';
import { readState } from '../state/state.ts';
import { inWords, isOurs } from '../targets/aws/look/finding.ts';
import { findForgotten, type Forgotten, type Swept } from '../targets/aws/remove/sweep.ts';
import { sweepAway } from '../targets/aws/remove/sweep-away.ts';
import { isOn, type Typed } from './command.ts';

interface Data extends Swept {
  /** What was removed, one line each; nothing where nothing was to be. */
  readonly removed: readonly string[];
  /** What is ours and still there. */
  readonly left: readonly string[];
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const swept = await findForgotten(host);
  const ours = swept.found.filter(isOurs);
  if (!isOn(typed, 'remove') || ours.length === 0) return told(swept, { left: ours.map(inWords) });
  for (const line of foundLines(swept)) host.say(line);
  const question = `Remove ${count(ours.length, 'thing')} of ours from ${swept.title}? What they hold is lost.`;
  if (!(await host.confirm(question)))
    throw new KitError('NotConfirmed', 'nothing was removed', { next: 'answer y, or add --yes' });
  const byDown = await takeDownHere(ours, host);
  const away = await sweepAway(swept.found, host);
  return told(swept, {
    removed: [...byDown.removed, ...away.removed],
    left: [...byDown.left, ...away.left],
  });
}

function told(
  swept: Swept,
  { removed = [], left }: { removed?: readonly string[]; left: readonly string[] },
): Outcome<Data> {
  const exitCode = left.length === 0 ? exitCodes.asTold : exitCodes.otherwise;
  return { data: { ...swept, removed, left }, exitCode };
}

/** A lab that expired and is up here goes as `down` would take it, and its state with it. */
async function takeDownHere(
  ours: readonly Forgotten[],
  host: Host,
): Promise<Pick<Data, 'removed' | 'left'>> {
  const labs = new Set(ours.filter(({ isUpHere }) => isUpHere).flatMap(({ lab }) => lab ?? []));
  const removed: string[] = [];
  const left: string[] = [];
  for (const lab of labs)
    await withLab(lab, { host, command: 'sweep' }, async () => {
      const state = readState(lab);
      if (state === undefined) return;
      left.push(...(await takeDown(state, host)).left);
      removed.push(`lab ${lab}`);
    });
  return { removed, left };
}

export function text(data: Data, typed: Typed): readonly string[] {
  const { found, removed, left, notLookedFor } = data;
  const unseen =
    notLookedFor.length === 0 ? [] : [`Could not be looked into: ${notLookedFor.join(', ')}.`];
  const nothing = [`${placesOf(data)}: nothing is left of any lab.`];
  if (found.length === 0) return [...nothing, ...unseen];
  if (removed.length === 0 && !isOn(typed, 'remove'))
    return [...foundLines(data), ...unseen, ...nextLine(left)];
  return [
    ...removed.map((each) => `Removed ${each}`),
    ...(left.length === 0 ? ['Nothing of ours is left.'] : ['Still there:']),
    ...left.map((each) => `  ${each}`),
    ...unseen,
  ];
}

function placesOf({ title, regions }: Swept): string {
  return `${title}, looked in ${regions.join(', ')}`;
}

function foundLines(swept: Swept): readonly string[] {
  const rows = (all: readonly Forgotten[]): readonly string[] =>
    columns(
      all.map(({ type, id, region, owner, says, isUpHere }) => [
        ...[type, id, region, owner ?? ''],
        isUpHere ? `${says}, and up here: goes as ./lab down takes it` : says,
      ]),
      2,
    );
  const ours = swept.found.filter(isOurs);
  const foreign = swept.found.filter((each) => !isOurs(each));
  return [
    `${placesOf(swept)}: ${ours.length} of ours, ${foreign.length} that only look so.`,
    ...rows(ours),
    ...(foreign.length === 0 ? [] : ['Never touched:', ...rows(foreign)]),
  ];
}

function nextLine(left: readonly string[]): readonly string[] {
  return left.length === 0 ? [] : ['./lab sweep --remove removes what is ours, after a question.'];
}
