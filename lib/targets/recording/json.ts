/** What checks ask and get as JSON, and back: dates, bytes, maps and sets keep what they are. */
import { isUtf8 } from 'node:buffer';

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The body of an object of S3, read whole: it can be read again. */
export class Body {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  transformToByteArray(): Promise<Uint8Array> {
    return Promise.resolve(this.bytes);
  }
  transformToString(): Promise<string> {
    return Promise.resolve(new TextDecoder().decode(this.bytes));
  }
}

interface Stream {
  transformToByteArray(): Promise<Uint8Array>;
}

/** The same output, its streams read whole. */
export async function readWhole<T>(output: T): Promise<T> {
  if (typeof output !== 'object' || output === null || !isPlain(output)) return output;
  const entries = Object.entries(output).map(async ([key, value]: [string, unknown]) => [
    key,
    isStream(value) ? new Body(await value.transformToByteArray()) : value,
  ]);
  return Object.fromEntries((await Promise.all(entries)) as [string, unknown][]) as T;
}

function isStream(value: unknown): value is Stream {
  return typeof (value as Partial<Stream> | null | undefined)?.transformToByteArray === 'function';
}

function isPlain(value: object): boolean {
  return [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
}

/** Bytes that are no text are not kept, only how many they were: nobody could look for a secret in them. */
export function toJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && value !== null) return special(value) ?? fieldsToJson(value);
  return typeof value === 'string' ? value : simpleToJson(value);
}

function simpleToJson(value: unknown): Json {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number') return null;
  return Number.isFinite(value) ? value : String(value);
}

function special(value: object): Json | undefined {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof Uint8Array) return bytesToJson(value);
  if (value instanceof Body) return { $body: bytesToJson(value.bytes) };
  if (value instanceof Map) return { $map: toJson([...value]) };
  if (value instanceof Set) return { $set: toJson([...value]) };
  return undefined;
}

function bytesToJson(bytes: Uint8Array): Json {
  return isUtf8(bytes) ? { $text: new TextDecoder().decode(bytes) } : { $binary: bytes.byteLength };
}

/** How the SDK got its answer says nothing about AWS. */
const leftOut = new Set(['$metadata']);

function fieldsToJson(value: object): Json {
  const entries = Object.entries(value).filter(
    ([key, each]) => each !== undefined && typeof each !== 'function' && !leftOut.has(key),
  );
  return Object.fromEntries(entries.map(([key, each]) => [key, toJson(each)]));
}

/** Times are moved by so many milliseconds: an answer of then must not be late now. */
export function fromJson(json: Json, shiftMilliseconds = 0): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((each: Json) => fromJson(each, shiftMilliseconds));
  const entries = Object.entries(json).map(
    ([key, each]) => [key, fromJson(each, shiftMilliseconds)] as const,
  );
  const revived = revivedFrom(entries);
  return revived instanceof Date
    ? new Date(revived.getTime() + shiftMilliseconds)
    : (revived ?? Object.fromEntries(entries));
}

function revivedFrom(entries: readonly (readonly [key: string, value: unknown])[]): unknown {
  const [only, ...more] = entries;
  return only === undefined || more.length > 0 ? undefined : revivals[only[0]]?.(only[1]);
}

const revivals: Readonly<Record<string, (value: unknown) => unknown>> = {
  $date: (value) => new Date(String(value)),
  $text: (value) => new TextEncoder().encode(String(value)),
  $binary: (value) => new Uint8Array(Number(value)),
  $body: (value) => new Body(value as Uint8Array),
  $map: (value) => new Map(value as [unknown, unknown][]),
  $set: (value) => new Set(value as unknown[]),
};

/** The same with its keys in order: equal data give equal text. */
export function ordered(json: Json): Json {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(ordered);
  const entries = Object.entries(json as Readonly<Record<string, Json>>);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, ordered(each)]),
  );
}
