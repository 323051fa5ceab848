/** What is typed -> what a review is made of: `lab diff` needs it too, and none of the renderings. */
import { KitError } from '../errors.ts';
import type { Host } from '../output/host.ts';
import type { Reviewing } from '../review/review.ts';
import { acceptedIn } from '../template/accepted.ts';
import type { Typed } from './command.ts';
import { openedWhat } from './what.ts';

/**
 * Not judged by other engines yet.
 * @param name `LAB@STAGE`, a lab, a template or an assembly folder
 */
export async function reviewing(name: string, typed: Typed, host: Host): Promise<Reviewing> {
  const { lab: words, opened, folder } = await openedWhat(askedFor(name, typed), host);
  const isLearning = words !== null && words.parameters['variant'] !== 'production';
  return {
    name,
    stage: words?.stage ?? null,
    folder,
    opened,
    accepted: acceptedIn(words === null ? name : folder),
    verdicts: [],
    variant: isLearning ? 'learning' : 'production',
  };
}

/** @throws BadOption */
function askedFor(name: string, { words, options }: Typed): Typed {
  const [, lab, stage] = /^([a-z0-9-]+)@(.+)$/.exec(name) ?? [];
  if (lab === undefined) return { words: [name], options };
  if (name === words[0] && options['stage'] !== undefined)
    throw new KitError('BadOption', `${name} says the stage, and --stage says it again`);
  return { words: [lab], options: { ...options, stage } };
}
