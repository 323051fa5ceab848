/**
 * AWS as hand-written answers: a server on loopback that speaks each service's real protocol, for what only an account
 * could show. What it answers is what the test wrote, under the names of the SDK's output; times are `Date`s.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import type { Properties } from '../../lib/capabilities.ts';
import { playedService } from './aws-schemas.ts';
import type { Failure, Received, Reply } from './aws-exchange.ts';
import { wireOf } from './aws-wire.ts';

export interface PlayedError {
  /** AWS's own word: `ExpiredToken`. */
  readonly error: string;
  /** @default 400 */
  readonly status?: number;
  readonly message?: string;
}

type Given = PlayedError | Properties;
/** One answer; or what gives it; or several, each for one call, the last for every later one. */
export type PlayedAnswer =
  Given | ((input: Properties) => Given | Promise<Given>) | readonly Given[];

/** `sts.GetCallerIdentity` -> its answer; the services as `lib/targets/api/client.ts` calls them. */
export type PlayedAnswers = Readonly<Record<string, PlayedAnswer>>;

export interface AwsStub {
  readonly endpoint: string;
  /** Every call that came, in order: `sts.GetCallerIdentity`. */
  readonly calls: readonly string[];
  /** The same with what was asked, and the key that signed. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

export interface Asked {
  readonly call: string;
  readonly input: Properties;
  readonly accessKey: string;
  /** As signed; global services are signed for us-east-1. */
  readonly region: string;
}

/** A call that no answer was written for is refused as `NotPlayed`, and is in `calls` like any other. */
export async function playAws(answers: PlayedAnswers): Promise<AwsStub> {
  const asked: Asked[] = [];
  const given = new Map<string, number>();
  const server = createServer((request, response) => {
    void received(request)
      .then((each) => replyTo(each, { answers, asked, given }))
      .catch((error: unknown) => ({ status: 400, body: `the stub broke: ${String(error)}` }))
      .then(({ status, headers = {}, body }: Reply) => {
        response.writeHead(status, { ...headers, 'x-amzn-requestid': 'played' });
        // A body after HEAD would be read as the next answer.
        response.end(request.method === 'HEAD' ? undefined : body);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    get calls() {
      return asked.map(({ call }) => call);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** The stub while the work lasts. */
export async function withAws<T>(
  answers: PlayedAnswers,
  work: (stub: AwsStub) => Promise<T>,
): Promise<T> {
  const stub = await playAws(answers);
  try {
    return await work(stub);
  } finally {
    await stub.close();
  }
}

async function received(request: IncomingMessage): Promise<Received> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    url: new URL(request.url ?? '/', 'http://127.0.0.1'),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: await buffer(request),
  };
}

interface Stage {
  readonly answers: PlayedAnswers;
  readonly asked: Asked[];
  /** How often each call was answered. */
  readonly given: Map<string, number>;
}

async function replyTo(received: Received, stage: Stage): Promise<Reply> {
  const { accessKey, region, service } = signatureOf(received);
  const played = await playedService(service);
  const wire = wireOf(received, played.service);
  const operation = wire.operation(received, played);
  if (operation === undefined)
    throw new Error(`${played.service} has no ${received.method} ${received.url.pathname}`);
  const call = `${played.service}.${operation.name}`;
  const input = await wire.input(received, operation, played.codec);
  stage.asked.push({ call, input, accessKey, region });
  const answer = await answerTo(call, input, stage);
  const failure = failureIn(call, answer);
  return failure === undefined
    ? wire.output(operation, answer as Properties, played.codec)
    : wire.failure(failure);
}

/** Who calls which service where, as the signature says; what needs none names the service in its target. */
function signatureOf({ headers }: Received): Record<'accessKey' | 'region' | 'service', string> {
  const found = /Credential=([^/]*)\/\d+\/([^/]*)\/([^/]*)\//.exec(headers['authorization'] ?? '');
  if (found === null)
    return { accessKey: '', region: '', service: unsigned(headers['x-amz-target'] ?? '') };
  const [, accessKey = '', region = '', service = ''] = found;
  return { accessKey, region, service };
}

function unsigned(target: string): string {
  if (target.startsWith('AWSCognitoIdentityService.')) return 'cognito-identity';
  if (target.startsWith('AWSCognitoIdentityProviderService.')) return 'cognito-idp';
  throw new Error('the request is not signed');
}

async function answerTo(
  call: string,
  input: Properties,
  { answers, given }: Stage,
): Promise<Given | undefined> {
  const times = given.get(call) ?? 0;
  given.set(call, times + 1);
  const answer = answers[call];
  if (typeof answer === 'function') return answer(input);
  return Array.isArray(answer)
    ? (answer as readonly Given[])[Math.min(times, answer.length - 1)]
    : (answer as Given | undefined);
}

function failureIn(call: string, answer: Given | undefined): Failure | undefined {
  if (answer === undefined)
    return { code: 'NotPlayed', status: 400, message: `the stub has no answer to ${call}` };
  if (typeof answer['error' as never] !== 'string') return undefined;
  const { error, status = 400, message = error } = answer as PlayedError;
  return { code: error, status, message };
}
