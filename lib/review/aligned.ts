/** A base whose only root stack has another name than the reviewed one's: files are called otherwise, and mean the same. */
import type { Opened } from '../template/open.ts';

/** What is nested in it is found by its logical id then. */
export function alignedTo(base: Opened, { roots }: Opened): Opened {
  const [only, ...more] = base.roots;
  const [wanted, ...others] = roots;
  const isPair = only !== undefined && wanted !== undefined && more.length + others.length === 0;
  return isPair && only !== wanted ? base.rootedAs(wanted) : base;
}
