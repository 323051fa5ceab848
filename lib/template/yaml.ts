/** A YAML template -> the same data as its JSON form, short forms such as `!Ref` written out. */
import { createRequire } from 'node:module';
import type { Alias, Document, LineCounter, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { mostDepth } from './json.ts';
import { Malformed } from './malformed.ts';
import { indented } from './yaml-indented.ts';

/** Loaded where the first YAML file is read: most commands read none. */
const load = createRequire(import.meta.url);

type Node = ParsedNode | null;

interface Reading {
  readonly yaml: typeof import('yaml');
  readonly document: Document.Parsed;
  readonly counter: LineCounter;
  /** Of a line: how many columns further to the right it was read than it stands. */
  readonly moved: ReadonlyMap<number, number>;
  /** What an anchor stands for, and how many values are in it; nothing while it is being read. */
  readonly anchors: Map<string, { value: unknown; size: number } | undefined>;
  /** Values so far, those of aliases counted each time. */
  size: number;
}

/** Aliases may repeat each other: a few lines would stand for more than fits into the memory. */
const mostValues = 2_000_000;
/** Twice what CloudFormation takes; a YAML text takes a second to read per megabyte. */
const mostCharacters = 2_000_000;

/** `!X` -> `Fn::X` for these. */
const functions = new Set(
  (
    'And Base64 Cidr Contains EachMemberEquals EachMemberIn Equals FindInMap ForEach GetAtt GetAZs GetStackOutput ' +
    'If ImportValue Join Length Not Or RefAll Select Split Sub ToJsonString Transform ValueOf ValueOfAll'
  ).split(' '),
);

/** @throws Malformed with line and column */
export function readYaml(text: string): { value: unknown; lines: ReadonlyMap<string, number> } {
  if (text.length > mostCharacters)
    throw new Malformed(
      `it has ${text.length} characters, and the kit reads ${mostCharacters} of YAML`,
    );
  const yaml = load('yaml') as typeof import('yaml');
  const reading = readingOf(text, yaml);
  const { document } = reading;
  const [error] = document.errors;
  if (error !== undefined) refuse(reading, error.pos[0], sentence(error.message));
  return { value: valueOf(document.contents, reading, 0), lines: linesOf(reading) };
}

/** As it is written; where that is broken, and only for its indentation, as it was meant. */
function readingOf(text: string, yaml: Reading['yaml']): Reading {
  const written = parsed(text, yaml);
  if (written.document.errors.length === 0) return written;
  const better = indented(text, yaml);
  if (better === undefined) return written;
  const meant = parsed(better.text, yaml, better.moved);
  return lineOf(meant) > lineOf(written) ? meant : written;
}

function parsed(text: string, yaml: Reading['yaml'], moved: Reading['moved'] = new Map()): Reading {
  const counter = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
  });
  return { yaml, document, counter, moved, anchors: new Map(), size: 0 };
}

/** Up to which line it could be read. */
function lineOf({ document, counter }: Reading): number {
  const [error] = document.errors;
  return error === undefined ? Infinity : counter.linePos(error.pos[0]).line;
}

function valueOf(node: Node, reading: Reading, depth: number): unknown {
  if (node === null) return null;
  bound(node, reading, depth);
  if (reading.yaml.isAlias(node)) return aliased(node, reading);
  const { anchor } = node;
  if (anchor === undefined) return written(node, reading, depth);
  const before = reading.size;
  reading.anchors.set(anchor, undefined);
  const value = written(node, reading, depth);
  reading.anchors.set(anchor, { value, size: reading.size - before });
  return value;
}

function bound({ range }: ParsedNode, reading: Reading, depth: number): void {
  if (depth > mostDepth)
    refuse(reading, range[0], `what it says is nested deeper than ${mostDepth}`);
  if (++reading.size > mostValues)
    refuse(reading, range[0], `it stands for more than ${mostValues} values`);
}

function aliased({ source, range }: Alias.Parsed, reading: Reading): unknown {
  const found = reading.anchors.get(source);
  if (found === undefined)
    refuse(reading, range[0], `the alias *${source} stands for itself or for nothing before it`);
  reading.size += found.size;
  return found.value;
}

/** The node's own data under what its tag says. */
function written(node: ParsedNode, reading: Reading, depth: number): unknown {
  const { tag } = node;
  const isPlain = tag === undefined || tag.startsWith('tag:yaml.org,2002:');
  if (isPlain) return contentOf(node, reading, depth);
  // What a short form names is text, whatever it looks like.
  const plain = reading.yaml.isScalar(node) ? node.value : contentOf(node, reading, depth);
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: plain };
  if (!functions.has(name)) refuse(reading, node.range[0], `${tag} is no short form of a function`);
  return { [`Fn::${name}`]: name === 'GetAtt' ? halves(plain) : plain };
}

function contentOf(node: ParsedNode, reading: Reading, depth: number): unknown {
  if (reading.yaml.isScalar(node)) return scalarOf(node);
  return reading.yaml.isSeq(node)
    ? listOf(node, reading, depth)
    : mapOf(node as YAMLMap.Parsed, reading, depth);
}

/** `Web.Outputs.Url` -> `['Web', 'Outputs.Url']`, as the long form has it. */
function halves(value: unknown): unknown {
  const [, resource, attribute] = /^([^.]+)\.(.+)$/s.exec(String(value)) ?? [];
  return typeof value === 'string' && resource !== undefined ? [resource, attribute] : value;
}

function listOf(node: YAMLSeq.Parsed, reading: Reading, depth: number): unknown {
  return node.items.map((each) => valueOf(each, reading, depth + 1));
}

function mapOf(node: YAMLMap.Parsed, reading: Reading, depth: number): unknown {
  const names = new Set<string>();
  const entries = node.items.map(({ key, value }) => {
    const name = nameOf(key, reading);
    const [at] = key.range;
    if (names.has(name)) refuse(reading, at, `the key '${name}' stands twice`);
    if (name === '<<') refuse(reading, at, 'CloudFormation takes no merge key <<');
    names.add(name);
    return [name, valueOf(value, reading, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

/** A key as it is written: `On` and `2012` are names. */
function nameOf(key: ParsedNode, reading: Reading): string {
  if (reading.yaml.isScalar(key)) return key.source;
  return refuse(reading, key.range[0], 'a key is a name');
}

/**
 * YAML 1.1, as CloudFormation reads it, knows `yes`, `no`, `on` and `off`. A number that would lose a digit, such as
 * an account's leading zero, stays text.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
function scalarOf({ value, source, type }: Scalar.Parsed): unknown {
  if (typeof value === 'number' || typeof value === 'bigint')
    return String(value) === source ? Number(value) : source;
  if (type !== 'PLAIN' || typeof value !== 'string') return value;
  if (/^(yes|Yes|YES|on|On|ON)$/.test(value)) return true;
  return /^(no|No|NO|off|Off|OFF)$/.test(value) ? false : value;
}

function linesOf({ yaml, document, counter }: Reading): ReadonlyMap<string, number> {
  const resources: unknown = yaml.isMap(document.contents)
    ? document.contents.get('Resources', true)
    : undefined;
  if (!yaml.isMap<Scalar.Parsed>(resources)) return new Map();
  return new Map(
    resources.items.map(({ key }) => [key.source, counter.linePos(key.range[0]).line]),
  );
}

/** The library's message as part of a sentence. */
function sentence(message: string): string {
  if (/call stack/i.test(message)) return `what it says is nested deeper than ${mostDepth}`;
  if (message.includes('multiple documents')) return 'a second document begins';
  const [first = ''] = message.split('\n');
  return first.replace(/[.:]\s*$/, '').replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function refuse({ counter, moved }: Reading, at: number, what: string): never {
  const { line, col } = counter.linePos(at);
  throw new Malformed(`line ${line}, column ${col - (moved.get(line) ?? 0)}: ${what}`);
}
