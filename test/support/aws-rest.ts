/** REST with JSON or XML: which operation a path means, and what stands in headers, path and body. */
import {
  escaped,
  requestId,
  serialized,
  type Input,
  type Received,
  type Reply,
  type Wire,
} from './aws-exchange.ts';
import {
  isStructure,
  membersOf,
  type Codec,
  type Member,
  type Operation,
  type Played,
  type Schema,
} from './aws-schemas.ts';

export const restJson: Wire = {
  operation: routed,
  input: restInput,
  output: restOutput,
  failure: ({ code, status, message }) => ({
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ message }),
  }),
};

export const restXml: Wire = {
  operation: routed,
  input: restInput,
  output: restOutput,
  // One body that S3 (`Error`) and the other services (`ErrorResponse`) are both read from.
  failure: ({ code, status, message }) => ({
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<Error><Code>${code}</Code><Message>${escaped(message)}</Message><RequestId>${requestId}</RequestId><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error></Error>`,
  }),
};

/** The operation whose route says the most of what was asked. */
function routed(received: Received, { operations, service }: Played): Operation | undefined {
  const matching = operations.filter((each) => matches(each, received, service));
  return matching.sort((a, b) => weight(b) - weight(a))[0];
}

/** Literal query words count before literal parts of the path; S3's paths have the bucket in front. */
function weight({ http }: Operation): number {
  const [path = '', words = ''] = (http?.[1] ?? '').split('?');
  const literal = path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  return words.split('&').filter((word) => word !== '').length * 100 + literal.length;
}

function matches({ http, input }: Operation, { method, url, headers }: Received, service: string) {
  if (http?.[0] !== method) return false;
  const [, words = ''] = http[1].split('?');
  const asked = words.split('&').filter((word) => word !== '');
  const has = (word: string): boolean => {
    const [name = '', value] = word.split('=');
    return value === undefined ? url.searchParams.has(name) : url.searchParams.get(name) === value;
  };
  // What is copied is named in a header, and only that tells a copy from an upload.
  const isCopy = membersOf(input).some(({ name }) => name === 'CopySource');
  if (service === 's3' && method === 'PUT' && isCopy !== 'x-amz-copy-source' in headers)
    return false;
  return asked.every(has) && labelsIn(http[1], url, service) !== undefined;
}

/** The labels of the route with what stands there, or nothing where the path is another. */
function labelsIn(route: string, url: URL, service: string): Input | undefined {
  const [path = ''] = route.split('?');
  // S3's routes leave the bucket out, which stands first in the path; only the list of buckets has none.
  const isOfBucket = service === 's3' && !/ListBuckets|ListDirectoryBuckets/.test(route);
  const pattern = `${isOfBucket ? '/{Bucket}' : ''}${path}`.replace(/\/$/, '');
  const source = pattern.replace(/\{(\w+)\+\}/g, '(?<$1>.+)').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  const found = new RegExp(`^${source}/?$`).exec(url.pathname);
  if (found === null) return undefined;
  const labels = Object.entries(found.groups ?? {});
  return Object.fromEntries(labels.map(([name, text]) => [name, decodeURIComponent(text)]));
}

async function restInput(
  { url, headers, body }: Received,
  { http, input }: Operation,
  codec: Codec,
): Promise<Input> {
  const service = nameOfNamespace(input) === 'com.amazonaws.s3' ? 's3' : '';
  const members = membersOf(input);
  const bound = members.flatMap(({ name, traits }): [string, unknown][] => {
    const header = traits.httpHeader && headers[traits.httpHeader.toLowerCase()];
    const value = header ?? (traits.httpQuery && url.searchParams.get(traits.httpQuery));
    return typeof value === 'string' && value !== '' ? [[name, value]] : [];
  });
  return {
    ...Object.fromEntries(bound),
    ...labelsIn(http?.[1] ?? '', url, service),
    ...(body.length === 0 ? {} : await bodyIn(body, input, codec)),
  };
}

/** One member may be the whole body: as bytes, or as a structure. */
async function bodyIn(body: Buffer, input: Schema, codec: Codec): Promise<Input> {
  const read = (schema: Schema): unknown => codec.createDeserializer().read(schema, body);
  const payload = membersOf(input).find(({ traits }) => 'httpPayload' in traits);
  if (payload === undefined) return (await read(input)) as Input;
  return { [payload.name]: isStructure(payload.schema) ? await read(payload.schema) : body };
}

function restOutput({ http, output }: Operation, value: Input, codec: Codec): Reply {
  const members = membersOf(output);
  const isBody = ({ traits }: Member): boolean =>
    traits.httpHeader === undefined && traits.httpResponseCode !== true;
  const headers = members.flatMap(({ name, traits }) =>
    traits.httpHeader !== undefined && value[name] !== undefined
      ? [[traits.httpHeader.toLowerCase(), value[name] as string]]
      : [],
  );
  const status = members.find(({ traits }) => traits.httpResponseCode === true)?.name;
  const payload = members.find(({ traits }) => 'httpPayload' in traits);
  return {
    status: Number(value[status ?? ''] ?? http?.[2] ?? 200),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: restBody(),
  };

  function restBody(): string | Uint8Array {
    if (payload !== undefined) return payloadOf(payload, value[payload.name], codec);
    const inBody = members.filter(isBody).map(({ name }) => [name, value[name]]);
    return inBody.length === 0 ? '' : serialized(output, Object.fromEntries(inBody), codec);
  }
}

function payloadOf({ schema }: Member, value: unknown, codec: Codec): string | Uint8Array {
  if (value === undefined) return '';
  return typeof value === 'string' || value instanceof Uint8Array
    ? value
    : serialized(schema, value, codec);
}

function nameOfNamespace(schema: Schema): string {
  return Array.isArray(schema) ? String(schema[1]) : '';
}
