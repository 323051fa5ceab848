/** What an author declares in a resource's metadata: an exception that a template cannot show, and why. Pure. */
import type { Resource } from '../template/template.ts';

/**
 * - `kit:public`: this method is meant for anybody
 * - `kit:same-for-everybody`: the answer of this method does not depend on who asks
 * - `kit:fixed-size`: this auto scaling group is not meant to grow
 */
type Declaration = 'kit:public' | 'kit:same-for-everybody' | 'kit:fixed-size';

/** Is it declared with a reason? An empty reason declares nothing. */
export function isDeclared({ metadata }: Resource, declaration: Declaration): boolean {
  const reason = metadata[declaration];
  return typeof reason === 'string' && reason.trim() !== '';
}
