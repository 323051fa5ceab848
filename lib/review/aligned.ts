/** A base whose only stack has another name than the reviewed one's: files are called otherwise, and mean the same. Pure. */
import type { Opened } from '../template/open.ts';

export function alignedTo(base: Opened, reviewed: Opened): Opened {
  const [only, ...more] = base.templates;
  const [wanted, ...others] = reviewed.templates;
  if (only === undefined || wanted === undefined || more.length + others.length > 0) return base;
  const { stack } = wanted;
  const resources = only.resources.map((each) => ({ ...each, stack }));
  return {
    ...base,
    resources,
    templates: [{ ...only, stack, resources }],
    reasonOf: (text) => base.reasonOf(text, only.stack),
    decided: () => base.decided(only.stack),
  };
}
