/** What a person expects to fail, before it is tried. */
import { KitError } from '../errors.ts';
import type { Check } from '../lab.ts';
import { nearest } from '../nearest.ts';
import type { Host } from '../output/host.ts';

/** From `--predict`, else asked on a terminal (`?` lists the checks); nothing where nobody answers. */
export async function predictionOf(
  checks: readonly Check[],
  typed: string | undefined,
  host: Host,
): Promise<readonly string[] | null> {
  if (typed !== undefined) return parsePrediction(typed, checks);
  for (;;) {
    const answer = await host.ask('Which checks fail now? (ids, ? lists them, Enter skips)  ');
    if (answer === undefined || answer === '') return null;
    const read = answer === '?' ? listOf(checks) : tryParse(answer, checks);
    if (typeof read !== 'string') return read;
    host.say(read);
  }
}

function listOf(checks: readonly Check[]): string {
  return checks.map(({ id, says }) => `  ${id.padEnd(26)} ${says}`).join('\n');
}

/** The ids, or the sentence of what is wrong with them. */
function tryParse(answer: string, checks: readonly Check[]): readonly string[] | string {
  try {
    return parsePrediction(answer, checks);
  } catch (error) {
    if (!(error instanceof KitError)) throw error;
    return error.next === undefined ? error.message : `${error.message}; ${error.next}`;
  }
}

/** @throws UnknownCheck */
function parsePrediction(text: string, checks: readonly Check[]): readonly string[] {
  const known = checks.map(({ id }) => id);
  const ids = text.split(/[\s,]+/).filter((each) => each !== '');
  const unknown = ids.find((each) => !known.includes(each));
  if (unknown === undefined) return ids;
  throw new KitError('UnknownCheck', `no check is called '${unknown}'`, {
    next: nearest(unknown, known) ?? `there are: ${known.join(', ')}`,
  });
}
