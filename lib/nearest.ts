/** "Did you mean": the known word closest to what was typed. Pure. */
import { closest, distance } from 'fastest-levenshtein';

/** A sentence such as `did you mean 'todo-api'?`, or nothing where no known word is close. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || typed === '') return undefined;
  const found = closest(typed, known);
  const far = distance(typed, found);
  const near = far <= Math.max(2, Math.floor(typed.length / 3)) && far < typed.length - 1;
  return near || found.startsWith(typed) ? `did you mean '${found}'?` : undefined;
}
