/** Whatever secret an answer holds, and wherever in it, no byte of it is written. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsRefusal } from '../../../lib/capabilities.ts';
import { toJson } from '../../../lib/targets/recording/json.ts';
import { recorded } from '../../../lib/targets/recording/recording.ts';
import { Redaction } from '../../../lib/targets/recording/redaction.ts';
import { fakeJudge } from '../../support/fakes.ts';
import fc from '../../support/fast-check.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const alphabet = (text: string) => fc.constantFrom(...Array.from(text));
const word = (units: string, length: number) =>
  fc.string({ unit: alphabet(units), minLength: length, maxLength: length });
const base64 = `${letters}${letters.toUpperCase()}${digits}`;
const octet = fc.integer({ min: 1, max: 254 });

/** A secret, and the name of the key that shows it to be one, where its form does not. */
interface Secret {
  readonly text: string;
  readonly key?: string;
}

const account = word('123456789', 12).map((text) => ({ text }));
const accessKey = fc
  .tuple(fc.constantFrom('AKIA', 'ASIA'), word(`${letters.toUpperCase()}234567`, 16))
  .map(([kind, rest]) => ({ text: `${kind}${rest}` }));
const secretKey = word(`${base64}+/`, 36).map((text) => ({ text: `aB3x${text}` }));
const sessionToken = word(`${base64}+/`, 200).map((text) => ({ text: `${text}==` }));
const jwt = fc.tuple(fc.emailAddress(), word(base64, 43)).map(([email, signature]) => ({
  text: `${part({ alg: 'RS256' })}.${part({ email, sub: 'x' })}.${signature}`,
}));
const email = fc
  .tuple(word(letters, 6), word(letters, 7))
  .map(([name, domain]) => ({ text: `${name}.x@${domain}.io` }));
const publicAddress = fc
  .tuple(fc.integer({ min: 11, max: 99 }), octet, octet, octet)
  .map((bytes) => ({ text: bytes.join('.') }));
const publicV6 = word('23456789abcde', 4).map((text) => ({ text: `2a05:d014:${text}::17` }));
const api = word(`${letters}${digits}`, 10).map((text) => ({ text: `${text}.execute-api.` }));
const password = fc
  .tuple(fc.constantFrom('password', 'Password', 'SecretAccessKey', 'x-api-key'), word(base64, 9))
  .map(([key, text]) => ({ key, text: `${text}!1` }));
const requestId = fc
  .tuple(
    fc.constantFrom('x-amzn-requestid', 'RequestId', 'x-amz-id-2'),
    word('0123456789abcdef', 16),
  )
  .map(([key, text]) => ({ key, text: `${text}-9` }));

const secrets: fc.Arbitrary<Secret> = fc.oneof(
  ...[account, accessKey, secretKey, sessionToken, jwt, email, publicAddress, publicV6, api],
  ...[password, requestId],
);

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Text around it that does not belong to it. */
const around = fc.constantFrom(
  '',
  'arn:aws:iam::',
  '"',
  ' says ',
  '/',
  '(',
  ', ',
  'https://',
  '\\"',
);
const after = fc.constantFrom('', ':role/x', '"', ' ends', '/', ')', '. ', '\n');
/** The secret somewhere in an answer: alone, in a text, in a list, a key, bytes, a JSON text. */
const answers = fc
  .tuple(secrets, around, after, fc.nat(6))
  .map(([secret, before, behind, shape]) => {
    const { text, key } = secret;
    const known = key === undefined ? {} : { [key]: text };
    const inText = `${before}${text}${behind}`;
    const shapes: readonly unknown[] = [
      { said: inText },
      { deep: [{ deeper: { list: ['x', inText] } }] },
      { [`key ${text} `]: 1 },
      { bytes: new TextEncoder().encode(JSON.stringify({ inText })) },
      { log: `line {"message":${JSON.stringify(inText)}}` },
      new Map([[inText, new Set([inText])]]),
      { at: new Date(0), twice: [inText, inText] },
    ];
    return { text: text.replace('.execute-api.', ''), answer: { known, told: shapes[shape] } };
  });

async function written(calls: readonly (() => unknown)[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-redaction-'));
  try {
    const left = [...calls];
    const judge = recorded(
      fakeJudge({ capabilities: { http: () => Promise.resolve(left.shift()?.() as never) } }),
      join(folder, 'run'),
      { lab: 'fake', stage: 'first' },
    );
    const asking = judge.forCheck?.('one') ?? {};
    for (const _ of calls) await asking.http?.({ to: 'Api', path: '/' }).catch(() => undefined);
    return allIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function allIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => `${each.name}\n${readFileSync(join(each.parentPath, each.name), 'utf8')}`)
    .join('\n');
}

test('no secret that an answer holds is in any byte that is written', async () => {
  await fc.assert(
    fc.asyncProperty(answers, async ({ text, answer }) => {
      expect(await written([() => answer])).not.toContain(text);
    }),
    { numRuns: 400 },
  );
});

test('nor where a refusal or an error tells it', async () => {
  await fc.assert(
    fc.asyncProperty(answers, fc.boolean(), async ({ text, answer }, isRefusal) => {
      const message = JSON.stringify(toJson(answer));
      const thrown = (): never => {
        throw isRefusal ? new AwsRefusal('AccessDenied', 403, message) : new Error(message);
      };
      expect(await written([thrown])).not.toContain(text);
    }),
    { numRuns: 100 },
  );
});

test('what only a later answer shows to be a secret is taken out of earlier files', async () => {
  await fc.assert(
    fc.asyncProperty(password, async ({ key, text }) => {
      const told = await written([() => ({ said: `hello ${text}` }), () => ({ [key]: text })]);
      expect(told).not.toContain(text);
    }),
    { numRuns: 50 },
  );
});

test('the same secret goes by the same word, another by another', () => {
  const redaction = new Redaction();

  const told = redaction.of([
    'arn:aws:sns:eu-west-1:999988887777:a',
    'arn:aws:sns:eu-west-1:999988887777:b',
    'arn:aws:sns:eu-west-1:123412341234:a',
    'https://abcdefghi1.execute-api.eu-west-1.amazonaws.com/v1',
    { restApiId: 'abcdefghi1' },
  ]);

  expect(told).toEqual([
    'arn:aws:sns:eu-west-1:111122223333:a',
    'arn:aws:sns:eu-west-1:111122223333:b',
    'arn:aws:sns:eu-west-1:444455556666:a',
    'https://h000000001.execute-api.eu-west-1.amazonaws.com/v1',
    { restApiId: 'h000000001' },
  ]);
});

test('what says nothing about anybody stays', () => {
  const plain = {
    address: '10.0.1.5',
    from: '203.0.113.10',
    user: 'a@example.com',
    route: '0.0.0.0/0',
    id: '9f536b03-3e39-47b1-9cb8-f4eab090c70a',
    digits: ['9f531234-5678-4123-9cb8-f4eab090c70a', '9f536b03-3e39-47b1-9cb8-123456789012'],
    asks: { password: '${A.password}' },
    time: '12:30:45',
    hash: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  };

  expect(new Redaction().of(plain)).toEqual(plain);
});

test.each([
  '<RequestId>4442587FB7D0A2F9</RequestId><HostId>abcDEF123==</HostId>',
  'Access Denied (Service: S3, Request ID: 4442587FB7D0A2F9)',
  'https://b.s3.amazonaws.com/a?X-Amz-Credential=AKIAABCDEFGHIJKLMNOP%2F2026&X-Amz-Signature=4442587FB7D0A2F9',
  'ec2-3-120-55-1.eu-central-1.compute.amazonaws.com',
])('what only a text tells is found by what stands beside it: %s', (text) => {
  expect(new Redaction().of(text)).not.toMatch(/4442587F|abcDEF|AKIAABCD|3-120-55-1/);
});

test('a token still says whose it is, and nothing else', () => {
  const sub = '9f536b03-3e39-47b1-9cb8-f4eab090c70a';
  const token = `${part({ alg: 'RS256' })}.${part({ sub, email: 'me@corp.io' })}.signature`;

  const [, payload = ''] = (new Redaction().of(token) as string).split('.');

  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({ sub, redacted: 1 });
});

test('the account and the passwords of the lab are concealed whatever stands around them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-redaction-'));
  const judge = recorded(
    fakeJudge({
      title: 'aws 999988887777 eu-west-1',
      capabilities: { connect: () => Promise.resolve('9999888877771 or hunter22x' as never) },
    }),
    join(folder, 'run'),
    {
      lab: 'fake',
      stage: 'first',
      live: { account: '999988887777', users: [{ name: 'A', password: 'hunter22' }] },
    },
  );
  await judge.capabilities.connect?.({ from: 'A', to: 'B', flow: 'tcp/1' });

  const told = allIn(folder);

  rmSync(folder, { recursive: true, force: true });
  expect(told).not.toMatch(/999988887777|hunter22/);
});
