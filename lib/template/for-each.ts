/** `Fn::ForEach`: the entries of a map that a loop stands for. Pure. */
import { listFor, Malformed, nameFor, shown } from './malformed.ts';
import { isMap } from './values.ts';

/** The texts of a collection, or why they are not known. */
type Collection = (collection: unknown) => readonly string[] | string;

const prefix = 'Fn::ForEach::';
/** Loops in loops grow fast; CloudFormation takes 500 resources in a template. */
const mostEntries = 100_000;

/**
 * The same data with each loop, wherever it stands, replaced by its entries.
 * @throws Malformed where what it goes over is not known
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expanded(value: unknown, collection: Collection): unknown {
  return expand(value, { collection, made: 0 });
}

interface Loops {
  readonly collection: Collection;
  made: number;
}

function expand(value: unknown, loops: Loops): unknown {
  if (Array.isArray(value)) return value.map((each) => expand(each, loops));
  if (!isMap(value)) return value;
  const entries = Object.entries(value).flatMap(([key, each]) =>
    key.startsWith(prefix) ? loop(key, each, loops) : [[key, expand(each, loops)] as const],
  );
  const names = new Set<string>();
  for (const [name] of entries)
    if (names.size === names.add(name).size) throw new Malformed(`a loop makes '${name}' twice`);
  return Object.fromEntries(entries);
}

function loop(key: string, argument: unknown, loops: Loops): (readonly [string, unknown])[] {
  const [identifier, over, fragment] = listFor(key, argument, [3, 3]);
  const name = nameFor(key, identifier);
  if (!isMap(fragment)) throw new Malformed(`${key} repeats a map, not ${shown(fragment)}`);
  const texts = loops.collection(over);
  if (typeof texts === 'string')
    throw new Malformed(`${key} goes over what is not known: ${texts}`);
  return texts.flatMap((text) => {
    loops.made += Object.keys(fragment).length;
    if (loops.made > mostEntries)
      throw new Malformed(`loops make more than ${mostEntries} entries`);
    return Object.entries(expand(replaced(fragment, name, text), loops) as object);
  });
}

/** `${X}` is the value, `&{X}` the value without what a logical id cannot hold. */
function replaced(value: unknown, name: string, text: string): unknown {
  if (typeof value === 'string')
    return value
      .replaceAll(`\${${name}}`, text)
      .replaceAll(`&{${name}}`, text.replace(/[^A-Za-z0-9]/g, ''));
  if (Array.isArray(value)) return value.map((each) => replaced(each, name, text));
  if (!isMap(value)) return value;
  if (value['Ref'] === name && Object.keys(value).length === 1) return text;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      replaced(key, name, text) as string,
      replaced(each, name, text),
    ]),
  );
}
