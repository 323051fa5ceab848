/** Has the data of a file the form of a template? Each section, each resource, before anything is resolved. Pure. */
import { Malformed, shown } from './malformed.ts';
import type { RawTemplate } from './template.ts';
import { isMap, textOf } from './values.ts';

type Map = Readonly<Record<string, unknown>>;

/** What a rule says about one key of a map: the test, and what is expected. */
type Rule = readonly [key: string, fits: (value: unknown) => boolean, expected: string];

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTextOrNone = (value: unknown): boolean => value === undefined || isText(value);
const isMapOrNone = (value: unknown): boolean => value === undefined || isMap(value);
const areTexts = (value: unknown): boolean =>
  isTextOrNone(value) || (Array.isArray(value) && value.every(isText));

const resourceRules: readonly Rule[] = [
  ['Type', isText, 'the name of a type'],
  ['Properties', isMapOrNone, 'a map'],
  ['Metadata', isMapOrNone, 'a map'],
  ['Condition', isTextOrNone, 'the name of a condition'],
  ['DependsOn', areTexts, 'a logical id or a list of them'],
  ['DeletionPolicy', isTextOrNone, 'a text'],
  ['UpdateReplacePolicy', isTextOrNone, 'a text'],
];
const parameterRules: readonly Rule[] = [['Type', isText, 'the name of a type']];
const outputRules: readonly Rule[] = [
  ['Value', (value) => value !== undefined, 'a value'],
  ['Condition', isTextOrNone, 'the name of a condition'],
  ['Export', (value) => value === undefined || (isMap(value) && 'Name' in value), 'a Name'],
];

const sections = ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'] as const;

/**
 * The template, where the data is one: as it is written, but for empty entries (`Properties:` with nothing below) and
 * macros beside the entries of a section, which join its transforms.
 * @throws Malformed with the name and the line of what is wrong
 */
export function templateOf(value: Map, lines: ReadonlyMap<string, number>): RawTemplate {
  const checked = sections
    .filter((name) => name in value)
    .map((name) => [name, section(name, value[name] ?? {}, lines)] as const);
  const macros = sections.flatMap((name) => macroIn(value[name]));
  return {
    ...value,
    ...Object.fromEntries(checked),
    ...(macros.length === 0 ? {} : { Transform: [value['Transform'] ?? [], macros].flat() }),
  };
}

function macroIn(section: unknown): readonly unknown[] {
  return isMap(section) && 'Fn::Transform' in section ? [section['Fn::Transform']] : [];
}

function section(
  name: (typeof sections)[number],
  value: unknown,
  lines: ReadonlyMap<string, number>,
): Map {
  if (!isMap(value)) throw new Malformed(`${name} is a map, not ${shown(value)}`);
  const at = (id: string): string => {
    const line = lines.get(id);
    return line === undefined ? '' : ` (line ${line})`;
  };
  const checks: Readonly<Record<typeof name, (id: string, each: unknown) => unknown>> = {
    Parameters: (id, each) => entry(`parameter ${id}`, each, parameterRules),
    Mappings: mapping,
    Conditions: (_, each) => each,
    Resources: (id, each) => entry(`resource ${id}${at(id)}`, each, resourceRules),
    Outputs: (id, each) => entry(`output ${id}`, each, outputRules),
  };
  const entries = Object.entries(value).filter(([id]) => id !== 'Fn::Transform');
  return Object.fromEntries(entries.map(([id, each]) => [id, checks[name](id, each)]));
}

function entry(what: string, value: unknown, rules: readonly Rule[]): Map {
  if (!isMap(value)) throw new Malformed(`${what} is a map, not ${shown(value)}`);
  const hasEmpty = Object.values(value).includes(null);
  const written = hasEmpty ? withoutEmpty(value) : value;
  for (const [key, fits, expected] of rules) {
    if (fits(written[key])) continue;
    const wrong =
      key in written ? `: ${key} is ${expected}, not ${shown(written[key])}` : ` has no ${key}`;
    throw new Malformed(`${what}${wrong}`);
  }
  return written;
}

function withoutEmpty(value: Map): Map {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
}

function mapping(id: string, value: unknown): unknown {
  const isTwoLevels = isMap(value) && Object.values(value).every(isMap);
  if (!isTwoLevels) throw new Malformed(`mapping ${id} is a map of maps`);
  return value;
}

/** The transforms that a template names, whichever way. */
export function transformsOf({ Transform }: RawTemplate): readonly string[] {
  const all = [Transform ?? []].flat() as readonly unknown[];
  return all.map((each) => (isMap(each) ? textOf(each['Name']) : textOf(each)));
}
