/** `--assume FILE`: a small template of what other templates only import. See docs/assume.md. */
import { existsSync } from 'node:fs';
import { KitError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { badTemplate, Malformed } from './malformed.ts';
import { placeholdersIn } from './placeholder.ts';
import type { Lookup } from './scope.ts';
import { templateOf } from './shape.ts';
import { readWritten } from './source.ts';
import type { StackFile, Template } from './template.ts';
import { isMap } from './values.ts';

/** The pseudo-stack of what is assumed. */
export const assumedStack = 'assumed';

interface Assumption {
  readonly file: StackFile;
  /** What stands for each name, as it is written. */
  readonly says: ReadonlyMap<string, unknown>;
}

/**
 * Both parts of the file: `Assume` and the template beside it.
 * @throws BadTemplate
 */
export function readAssumption(file: string): Assumption {
  if (!existsSync(file))
    throw badTemplate(file, 'there is no such file', 'name a file as docs/assume.md describes it');
  const { value, lines } = readWritten(file);
  try {
    const { Assume: says, ...template } = value;
    if (!isMap(says)) throw new Malformed('it has no map Assume: from a name to what it is');
    const [none] = Object.entries(says).filter(([, each]) => each === null);
    if (none !== undefined) throw new Malformed(`Assume says nothing about ${none[0]}`);
    const raw = templateOf(template, lines);
    return { file: { stack: assumedStack, file, raw, lines }, says: new Map(Object.entries(says)) };
  } catch (error) {
    throw badTemplate(file, error);
  }
}

/** What an assumption answers, with a note of what was asked for. */
export interface Assumed {
  readonly lookup: Lookup;
  readonly literal: (text: string) => unknown;
  readonly used: ReadonlySet<string>;
}

/** `vpc-0123abcd`, `arn:...`: a name that stands in a template as it is, not by parameter or import. */
const physicalId = /^(?:arn:.+|[a-z]+(?:-[a-z]+)?-[0-9a-f]{3,17})$/;

/** `valueOf` resolves what stands for a name, in the assumed stack. */
export function assumedBy({ says }: Assumption, valueOf: (written: unknown) => unknown): Assumed {
  const used = new Set<string>();
  const values = new Map<string, unknown>();
  const get = (name: string): unknown => {
    if (!says.has(name)) return undefined;
    used.add(name);
    if (!values.has(name)) values.set(name, valueOf(says.get(name)));
    return values.get(name);
  };
  return {
    lookup: { get },
    literal: (text) => (physicalId.test(text) ? (get(text) ?? text) : text),
    used,
  };
}

/**
 * Every name must stand for something: one that no template names is a slip of the pen.
 * @throws BadAssumption
 */
export function refuseUnused(
  { file, says }: Assumption,
  { used }: Assumed,
  [files, templates]: readonly [readonly StackFile[], readonly Template[]],
): void {
  const unused = [...says.keys()].filter((each) => !used.has(each));
  if (unused.length === 0) return;
  const written = new Set<string>();
  for (const { raw } of files) collect(raw, written);
  const valued = files.flatMap(({ raw }) => Object.keys(raw.Parameters ?? {}));
  // What only a condition that does not hold would ask for is named all the same.
  const name = unused.find((each) => valued.includes(each) || !written.has(each));
  if (name === undefined) return;
  const why = valued.includes(name)
    ? `parameter ${name} has a value, its default or a given one, or is not used`
    : `no template here names '${name}'`;
  const known = namesIn(templates);
  const some =
    known.length === 0 ? 'nothing here is open' : `open: ${known.slice(0, 12).join(', ')}`;
  throw new KitError('BadAssumption', `${file.file} cannot be assumed: ${why}`, {
    next: nearest(name, known) ?? some,
  });
}

/** Every text, and every attribute as `Vpc.Arn`. */
function collect(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') for (const each of namesOf(value)) texts.add(each);
  if (typeof value !== 'object' || value === null) return;
  const parts = Object.values(value) as readonly unknown[];
  if (parts.length === 2 && parts.every((each) => typeof each === 'string'))
    texts.add(parts.join('.'));
  for (const each of parts) collect(each, texts);
}

function namesOf(text: string): readonly string[] {
  return [text, ...placeholdersIn(text).map((each) => each.slice(2, -1))];
}

/** What could be assumed: open parameters, imports and attributes, and physical ids. */
function namesIn(templates: readonly Template[]): readonly string[] {
  const texts = new Set<string>();
  const ours = templates.filter(({ stack }) => stack !== assumedStack);
  for (const { resources } of ours) for (const each of resources) collect(each.properties, texts);
  const open = ours.flatMap(({ unknowns }) =>
    [...unknowns]
      .filter(([, why]) => /^(parameter|import|attribute) /.test(why))
      .map(([placeholder]) => placeholder.slice(2, -1).replace(/^ImportValue /, '')),
  );
  return [...new Set([...open, ...[...texts].filter((each) => physicalId.test(each))])];
}
