/** The web app of the labs: one file, nothing but Node. PORT is 8080 unless set; STUB is the address of the dependency. */
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

const { PORT = '8080', STUB = '127.0.0.1' } = process.env;
const stubPort = 9000;
const metadata = 'http://169.254.169.254/latest';

/** A word of the instance metadata service, version 2; nothing where there is none. */
async function ofInstance(path) {
  const signal = AbortSignal.timeout(1000);
  try {
    const headers = { 'X-aws-ec2-metadata-token-ttl-seconds': '60' };
    const token = await fetch(`${metadata}/api/token`, { method: 'PUT', headers, signal });
    const word = await fetch(`${metadata}/meta-data/${path}`, {
      headers: { 'X-aws-ec2-metadata-token': await token.text() },
      signal,
    });
    return word.ok ? await word.text() : undefined;
  } catch {
    return undefined;
  }
}

const host = (await ofInstance('instance-id')) ?? hostname();
const az = (await ofInstance('placement/availability-zone')) ?? null;
let health = 200;

/** Does the dependency accept a connection within a second? */
function reachesStub() {
  return new Promise((resolve) => {
    const socket = connect({ host: STUB, port: stubPort, timeout: 1000 });
    const end = (isThere) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

function about({ headers, socket }) {
  const session = /(?:^|;\s*)session=([^;]*)/.exec(headers.cookie ?? '')?.[1] ?? null;
  return {
    host,
    az,
    peer: socket.remoteAddress?.replace(/^::ffff:/, ''),
    xff: headers['x-forwarded-for'] ?? null,
    proto: headers['x-forwarded-proto'] ?? 'http',
    session,
    time: new Date().toISOString(),
  };
}

/** Status and body, by method and first word of the path. */
const routes = {
  'GET ': (request) => [200, about(request)],
  // Of this process alone: a shared dependency that is down must not make every host look sick.
  'GET health': async (_request, { rest }) =>
    rest === 'deep' && !(await reachesStub()) ? [503, { host, stub: 'down' }] : [health, { host }],
  'GET slow': async (request, { query }) => {
    await wait(numberOf(query.get('ms')));
    return [200, about(request)];
  },
  'GET status': (request, { rest }) => [statusOf(rest) ?? 400, about(request)],
  'GET headers': ({ headers }) => [200, headers],
  'GET big': (_request, { query }) => [
    200,
    '.'.repeat(1024 * Math.min(numberOf(query.get('kb')), 65_536)),
  ],
  'POST admin': (_request, { rest, query }) => {
    if (rest !== 'health') return [404, { host }];
    health = statusOf(query.get('status')) ?? health;
    return [200, { host, health }];
  },
  'POST die': () => {
    // After the answer is out. The service is not restarted: who notices is the question of the lab.
    setTimeout(() => process.exit(0), 100);
    return [200, { host }];
  },
};

function numberOf(text) {
  return /^\d+$/.test(text ?? '') ? Number(text) : 0;
}

function statusOf(text) {
  const status = numberOf(text);
  return status >= 200 && status <= 599 ? status : undefined;
}

async function answer(request) {
  if (!URL.canParse(request.url, 'http://web')) return [400, { host }];
  const { pathname, searchParams: query } = new URL(request.url, 'http://web');
  const [, first = '', rest = ''] = pathname.split('/');
  const route = routes[`${request.method} ${first}`];
  return route === undefined ? [404, { host }] : route(request, { rest, query });
}

const server = createServer(async (request, response) => {
  const [status, body] = await answer(request);
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
});
// Longer than the 60 s of the load balancer, or it would now and then send a request into a closed connection: 502.
server.keepAliveTimeout = 65_000;
server.listen(Number(PORT));
