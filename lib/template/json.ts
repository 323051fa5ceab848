/** Where things stand in a JSON text: broken places, keys that stand twice, the lines of logical ids. Pure. */
import { Malformed } from './malformed.ts';

/** Deeper than any template; far below what the engine's stack takes. */
export const mostDepth = 200;

interface Scan {
  readonly text: string;
  at: number;
  /** The key that was read last. */
  name: string;
  /** Logical id -> offset of its key. */
  readonly ids: Map<string, number>;
}

/**
 * The line of each key of `Resources`.
 * @throws Malformed with line and column of the first place that is no JSON, or of a key that stands twice
 */
export function scanJson(text: string): ReadonlyMap<string, number> {
  const scan: Scan = { text, at: 0, name: '', ids: new Map() };
  value(scan, 0, false);
  skip(scan);
  if (scan.at < text.length) refuse(scan, 'the text goes on after its end');
  return linesAt(text, scan.ids);
}

/** `areIds`: the keys of this map are logical ids. */
function value(scan: Scan, depth: number, areIds: boolean): void {
  skip(scan);
  const sign = scan.text[scan.at];
  if (depth > mostDepth) refuse(scan, `what it says is nested deeper than ${mostDepth}`);
  if (sign === '{') map(scan, depth, areIds);
  else if (sign === '[') list(scan, depth);
  else if (sign === '"') string(scan);
  else word(scan);
}

function map(scan: Scan, depth: number, areIds: boolean): void {
  const keys = new Set<string>();
  scan.at++;
  skip(scan);
  if (ends(scan, '}')) return;
  do {
    const from = key(scan, keys);
    const name = scan.name;
    if (areIds) scan.ids.set(name, from);
    value(scan, depth + 1, depth === 0 && name === 'Resources');
  } while (goesOn(scan, '}'));
}

function list(scan: Scan, depth: number): void {
  scan.at++;
  skip(scan);
  if (ends(scan, ']')) return;
  do value(scan, depth + 1, false);
  while (goesOn(scan, ']'));
}

function ends(scan: Scan, end: string): boolean {
  const isEnd = scan.text[scan.at] === end;
  if (isEnd) scan.at++;
  return isEnd;
}

function goesOn(scan: Scan, end: string): boolean {
  skip(scan);
  if (ends(scan, end)) return false;
  if (!ends(scan, ',')) refuse(scan, `expected , or ${end}`);
  return true;
}

/** Reads a key with its colon into `scan.name`; gives its offset. */
function key(scan: Scan, keys: Set<string>): number {
  skip(scan);
  const from = scan.at;
  if (scan.text[from] !== '"') refuse(scan, 'expected a key in double quotes');
  const name = string(scan);
  if (keys.has(name)) refuse({ ...scan, at: from }, `the key '${name}' stands twice`);
  keys.add(name);
  skip(scan);
  if (!ends(scan, ':')) refuse(scan, 'expected :');
  scan.name = name;
  return from;
}

function string(scan: Scan): string {
  const from = scan.at;
  let end = from;
  do end = scan.text.indexOf('"', end + 1);
  while (end > 0 && isEscaped(scan.text, end));
  if (end < 0) refuse({ ...scan, at: scan.text.length }, 'a text has no closing quote');
  scan.at = end + 1;
  const inside = scan.text.slice(from + 1, end);
  return inside.includes('\\') ? unescaped(inside) : inside;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}

/** The text itself; as it is written where an escape in it is none, which the engine's parser then says. */
function unescaped(inside: string): string {
  try {
    return String(JSON.parse(`"${inside}"`));
  } catch {
    return inside;
  }
}

const words = /true|false|null|-?\d[\d.eE+-]*/y;

function word(scan: Scan): void {
  words.lastIndex = scan.at;
  if (!words.test(scan.text)) refuse(scan, 'expected a value');
  scan.at = words.lastIndex;
}

function skip(scan: Scan): void {
  for (;;) {
    const code = scan.text.charCodeAt(scan.at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
    scan.at++;
  }
}

function refuse({ text, at }: Scan, what: string): never {
  const why = at >= text.length ? `the text ends in the middle, ${what}` : what;
  throw new Malformed(`${placeIn(text, at)}: ${why}`);
}

/** `line 3, column 7`, both from 1. */
export function placeIn(text: string, at: number): string {
  const before = text.slice(0, at);
  return `line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`;
}

/** Offsets in rising order -> lines, in one pass. */
function linesAt(text: string, offsets: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let [line, end] = [0, -1];
  for (const [name, offset] of offsets) {
    while (end < offset) {
      line++;
      const next = text.indexOf('\n', end + 1);
      end = next < 0 ? text.length : next;
    }
    lines.set(name, line);
  }
  return lines;
}
