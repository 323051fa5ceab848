/** Where things on LocalStack answer HTTP. Host names of AWS are served at its one port, told apart by the Host header. */
import type { Address } from '../api/request.ts';

/** LocalStack takes this domain in a Host header for its own, without that anybody resolves it. */
const domain = 'localhost.localstack.cloud';

const restApi = /^(?<id>[a-z0-9]+)\.execute-api\./;
/** The REST endpoint of a bucket, as an output has it: `bucket.s3.us-east-1.amazonaws.com`. */
const bucketHost = /^(?<bucket>.+)\.s3\./;
const region = String.raw`[a-z]+-[a-z]+-\d`;
/** What is told apart by the host: a website has its region after a dot or a hyphen, LocalStack's own name has none. */
const hosts = [
  new RegExp(String.raw`^(?<name>.+)\.(?<kind>s3-website)(?:[.-](?<region>${region}))?\.`),
  new RegExp(String.raw`^(?<name>[a-z0-9]+)\.(?<kind>lambda-url)\.(?<region>${region})\.`),
];

/** `http://bucket.s3-website-us-east-1.amazonaws.com`, `https://id.execute-api...`, `https://id.lambda-url...` */
export function addressFor(url: URL, endpoint: string): Address | undefined {
  const path = url.pathname.replace(/\/+$/, '');
  const [, id] = restApi.exec(url.hostname) ?? [];
  if (id !== undefined) return { url: `${endpoint}/_aws/execute-api/${id}${path}` };
  const [, bucket] = bucketHost.exec(url.hostname) ?? [];
  if (bucket !== undefined) return { url: `${endpoint}/${bucket}${path}` };
  const name = hostOn(url.hostname);
  if (name === undefined) return undefined;
  const { port } = new URL(endpoint);
  return { url: `${endpoint}${path}`, host: port === '' ? name : `${name}:${port}` };
}

function hostOn(hostname: string): string | undefined {
  const found = hosts.map((each) => each.exec(hostname)?.groups).find((each) => each !== undefined);
  if (found === undefined) return undefined;
  const { name = '', kind = '', region: place = 'us-east-1' } = found;
  return `${name}.${kind}.${place}.${domain}`;
}
