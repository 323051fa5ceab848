/** An assembly folder or a template file -> its stacks as they are written. Knows no lab. */
import { existsSync } from 'node:fs';
import { expanded } from './for-each.ts';
import { badTemplate } from './malformed.ts';
import { stacksListed } from './manifest.ts';
import { withNested } from './nested.ts';
import { isUnknown } from './placeholder.ts';
import { resolve } from './resolve.ts';
import { resolveStack } from './resolved.ts';
import { whyUnknown, workIn, type Lookup } from './scope.ts';
import { templateOf } from './shape.ts';
import { readWritten, type Written } from './source.ts';
import type { StackFile, Template } from './template.ts';
import { together } from './together.ts';
import { textOf } from './values.ts';

export { resolveStack, type StackFile };

/**
 * The stacks of an assembly, each after those it depends on.
 * @param given what loops may go over, beside the defaults
 * @throws NotAnAssembly, BadTemplate
 */
export function readStacks(folder: string, given?: Lookup): readonly StackFile[] {
  return stacksListed(folder).map(({ file, stack, ...where }) => {
    if (!existsSync(file))
      throw badTemplate(file, 'there is no such file, and manifest.json names it');
    return { ...readStack(file, stack, given), ...where };
  });
}

/**
 * One template file as a stack of this name.
 * @throws BadTemplate
 */
export function readStack(file: string, stack: string, given?: Lookup): StackFile {
  const written = readWritten(file);
  const { lines } = written;
  try {
    return { stack, file, raw: templateOf(withoutLoops(written, given), lines), lines };
  } catch (error) {
    throw badTemplate(file, error);
  }
}

/** Every template of the assembly, resolved together so that one stack's export is found by another's import. */
export function readAssembly(folder: string): readonly Template[] {
  const { files } = withNested(readStacks(folder), readStack);
  return together(files).templates;
}

/** Loops are worked out before anything else: what they make are logical ids. */
function withoutLoops({ value, hasLoops }: Written, given: Lookup | undefined): Written['value'] {
  if (!hasLoops) return value;
  const { Parameters } = value;
  const sections = ['Conditions', 'Resources', 'Outputs'].filter((name) => name in value);
  const collection = (over: unknown): readonly string[] | string => {
    const template = templateOf(Parameters === undefined ? {} : { Parameters }, new Map());
    const work = workIn({ template, exports: new Map(), ...(given && { given }) });
    const list = resolve(over, work);
    const text = textOf(list);
    if (isUnknown(text)) return whyUnknown(text, work);
    return Array.isArray(list) ? list.map(textOf) : `it is no list but ${text}`;
  };
  const loopless = sections.map((name) => [name, expanded(value[name], collection)]);
  return { ...value, ...(Object.fromEntries(loopless) as object) };
}
