/** The text of a template file -> its data, with the line of each logical id. */
import { readFileSync, statSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import { placeIn, scanJson } from './json.ts';
import { badTemplate, Malformed } from './malformed.ts';
import { isMap } from './values.ts';
import { readYaml } from './yaml.ts';

export interface Written {
  readonly value: Readonly<Record<string, unknown>>;
  /** Logical id -> the line of its key, from 1. */
  readonly lines: ReadonlyMap<string, number>;
  /** Does it say `Fn::ForEach` anywhere? */
  readonly hasLoops: boolean;
}

/** CloudFormation takes 1 MB; an assembly's manifest may be larger. */
const mostBytes = 50_000_000;

/**
 * The map that a JSON or YAML file holds.
 * @throws BadTemplate with the line and column where the text breaks off or goes wrong
 */
export function readWritten(file: string): Written {
  try {
    const text = readText(file);
    const isJson = !/\.ya?ml$/i.test(file) && /^\s*[[{]/.test(text);
    const { value, lines } = isJson || /\.json$/i.test(file) ? readJson(text) : readYaml(text);
    if (isMap(value)) return { value, lines, hasLoops: text.includes('Fn::ForEach') };
    throw new Malformed('it is no map of names to values');
  } catch (error) {
    throw badTemplate(file, error);
  }
}

function readText(file: string): string {
  const status = statSync(file);
  if (!status.isFile()) throw new Malformed('it is no file');
  const { size } = status;
  if (size > mostBytes)
    throw new Malformed(`it has ${size} bytes, and the kit reads ${mostBytes} at most`);
  const text = decoded(readFileSync(file));
  if (text.trim() === '') throw new Malformed('it is empty');
  return text;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Malformed('it is not UTF-8 text', { cause: error });
  }
}

function readJson(text: string): { value: unknown; lines: Written['lines'] } {
  // The scan says where; the engine's own parser has the last word on escapes and numbers.
  const lines = scanJson(text);
  try {
    return { value: JSON.parse(text), lines };
  } catch (error) {
    const [what = '', at] = messageOf(error).split(/ in JSON at position (\d+)/);
    const place = at === undefined ? '' : `${placeIn(text, Number(at))}: `;
    throw new Malformed(`${place}${what.charAt(0).toLowerCase()}${what.slice(1)}`, {
      cause: error,
    });
  }
}
