/** What goes over the wire, and what every protocol of AWS needs to write it. */
import type { Codec, Operation, Played, Schema } from './aws-schemas.ts';

export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface Failure {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

/** How one protocol says which operation is meant, what came in, what goes out. */
export interface Wire {
  operation(received: Received, played: Played): Operation | undefined;
  input(received: Received, operation: Operation, codec: Codec): Input | Promise<Input>;
  output(operation: Operation, value: Input, codec: Codec): Reply;
  failure(failure: Failure): Reply;
}

export type Input = Readonly<Record<string, unknown>>;

export const requestId = '00000000-0000-0000-0000-000000000000';

export function serialized(schema: Schema, value: unknown, codec: Codec): string | Uint8Array {
  const serializer = codec.createSerializer();
  serializer.write(schema, value);
  return serializer.flush();
}

/** Text as XML holds it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
