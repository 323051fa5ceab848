/** The instances of a lab by the names that a person types. Pure. */
import { KitError } from '../errors.ts';
import { nearest } from '../nearest.ts';

/**
 * By its whole name, or by the tail of its path where only one has it.
 * @throws UnknownInstance, WhichInstance
 */
export function findInstance(lab: string, typed: string, known: readonly string[]): string {
  if (known.includes(typed)) return typed;
  const [only, ...more] = known.filter((each) => each.endsWith(`/${typed}`));
  if (only !== undefined && more.length === 0) return only;
  if (only !== undefined)
    throw new KitError('WhichInstance', `${lab} has more than one '${typed}'`, {
      next: `there are: ${[only, ...more].join(', ')}`,
    });
  throw new KitError('UnknownInstance', `${lab} runs no instance '${typed}'`, {
    next: known.length === 0 ? 'it runs none at the moment' : knownInWords(typed, known),
  });
}

function knownInWords(typed: string, known: readonly string[]): string {
  const names = known.flatMap((each) => {
    const path = each.split('/');
    return path.map((_, at) => path.slice(at).join('/'));
  });
  const near = nearest(typed, [...new Set(names)]);
  return `${near === undefined ? '' : `${near} `}there are: ${known.join(', ')}`;
}
