/**
 * The instance metadata service, as a request handler: who asks is known by the address. The hop limit is the network's.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { MetadataOptions } from '../../../fleet/fleet.ts';
import { identityOf, treeOf, type Tree } from './metadata-tree.ts';

/** What an instance may know of itself. */
export interface Facts {
  readonly instanceId: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly region: string;
  readonly zone: string;
  readonly zoneId?: string;
  readonly accountId: string;
  readonly localAddress: string;
  readonly publicAddress?: string;
  readonly ipv6Addresses?: readonly string[];
  /** `ip-10-0-2-10.ec2.internal` */
  readonly hostname: string;
  readonly publicHostname?: string;
  readonly mac: string;
  readonly interfaceId: string;
  readonly subnetId: string;
  readonly subnetCidr: string;
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly securityGroups: readonly { readonly id: string; readonly name: string }[];
  /** The name of the role of its instance profile. */
  readonly role?: string;
  readonly userData?: string;
  /** Given where the instance allows its tags in metadata. */
  readonly tags?: Readonly<Record<string, string>>;
  /** When it was launched. */
  readonly launched: Date;
  readonly options: MetadataOptions;
}

interface Token {
  readonly instance: string;
  readonly ends: number;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly facts: Facts;
  readonly path: string;
}

type Answer = readonly [
  status: number,
  body?: string | undefined,
  headers?: Readonly<Record<string, string>>,
];

const ttlHeader = 'x-aws-ec2-metadata-token-ttl-seconds';
const tokenHeader = 'x-aws-ec2-metadata-token';
const longestSeconds = 21_600;
const titles = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
]);

/** For `http.createServer`. An address that nobody has is answered as where the service is turned off. */
export function metadataService(
  factsOf: (remoteAddress: string) => Facts | undefined,
): RequestListener {
  const tokens = new Map<string, Token>();
  return (request, response) => {
    const facts = factsOf(plainAddress(request.socket.remoteAddress ?? ''));
    const path = pathOf(request.url ?? '/');
    const answer: Answer =
      facts === undefined || !facts.options.isEnabled
        ? [403]
        : answered({ request, facts, path }, tokens);
    send(response, request.method, answer);
  };
}

function answered(asked: Asked, tokens: Map<string, Token>): Answer {
  const { request, path } = asked;
  if (path === '/latest/api/token') return token(asked, tokens);
  if (request.method !== 'GET' && request.method !== 'HEAD') return [405];
  if (!isAllowed(asked, tokens)) return [401];
  return found(asked);
}

/** A proxy on the way would give the token away: a request that came through one gets none. */
function token({ request, facts }: Asked, tokens: Map<string, Token>): Answer {
  if (request.method !== 'PUT') return [405, undefined, { Allow: 'OPTIONS, PUT' }];
  if (request.headers['x-forwarded-for'] !== undefined) return [403];
  const seconds = ttlOf(request);
  if (seconds === undefined) return [400];
  const now = Date.now();
  for (const [key, { ends }] of tokens) if (ends < now) tokens.delete(key);
  const made = `${randomBytes(40).toString('base64url')}==`;
  tokens.set(made, { instance: facts.instanceId, ends: now + seconds * 1000 });
  return [200, made, { 'X-Aws-Ec2-Metadata-Token-Ttl-Seconds': String(seconds) }];
}

function ttlOf(request: IncomingMessage): number | undefined {
  const asked = String(request.headers[ttlHeader]);
  const seconds = /^\d{1,5}$/.test(asked) ? Number(asked) : 0;
  return seconds >= 1 && seconds <= longestSeconds ? seconds : undefined;
}

/** A token is of one instance alone; a wrong one is refused also where none is needed. */
function isAllowed({ request, facts }: Asked, tokens: ReadonlyMap<string, Token>): boolean {
  const given = request.headers[tokenHeader];
  if (given === undefined) return facts.options.tokens === 'optional';
  const known = tokens.get(String(given));
  return known?.instance === facts.instanceId && known.ends >= Date.now();
}

function found({ facts, path }: Asked): Answer {
  const [version, ...names] = path.split('/').filter((each) => each !== '');
  if (version === undefined) return [200, 'latest'];
  if (!/^(latest|\d{4}-\d\d-\d\d)$/.test(version)) return [404];
  if (names.join('/') === 'user-data') return userData(facts);
  const categories = new Map<string, Tree | string>([
    ['dynamic', identityOf(facts)],
    ['meta-data', treeOf(facts)],
    ['user-data', ''],
  ]);
  const at = walk(categories, names);
  if (at === undefined) return [404];
  return [200, typeof at === 'string' ? at : listed(at)];
}

function userData({ userData: text }: Facts): Answer {
  return text === undefined ? [404] : [200, text, { 'Content-Type': 'application/octet-stream' }];
}

function walk(tree: Tree, names: readonly string[]): Tree | string | undefined {
  let at: Tree | string | undefined = tree;
  for (const name of names) {
    if (at === undefined || typeof at === 'string') return undefined;
    at = at.get(name);
  }
  return at;
}

/** What has more below it ends in a slash. */
function listed(tree: Tree): string {
  return [...tree.entries()]
    .map(([name, value]) => (typeof value === 'string' ? name : `${name}/`))
    .join('\n');
}

function send(response: ServerResponse, method: string | undefined, answer: Answer): void {
  const [status, body, headers = {}] = answer;
  const title = titles.get(status) ?? '';
  const page = `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html>
<html><head><title>${status} - ${title}</title></head><body><h1>${status} - ${title}</h1></body></html>
`;
  const text = body ?? page;
  response.writeHead(status, {
    Server: 'EC2ws',
    'Content-Type': body === undefined ? 'text/html' : 'text/plain',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : text);
}

function pathOf(url: string): string {
  const [path = '/'] = url.split('?', 1);
  try {
    return decodeURIComponent(path).replaceAll(/\/{2,}/g, '/');
  } catch {
    return '/not-a-path';
  }
}

function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '');
}
