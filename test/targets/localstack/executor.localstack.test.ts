import { strToU8, zipSync } from 'fflate';
import type { Properties } from '../../../lib/capabilities.ts';
import { listenedOn, running, type Running } from './running.ts';

let localstack: Running;
beforeAll(async () => {
  process.env['OF_THE_PERSON'] = 'secret';
  localstack = await running('_executor');
  const document = { AssumeRolePolicyDocument: '{}' };
  await localstack.client.send('iam', 'CreateRole', { RoleName: 'role', ...document });
});
afterAll(() => {
  localstack.end();
});

interface Made {
  readonly code: string;
  readonly runtime?: string;
  readonly timeout?: number;
  readonly more?: Properties;
}

async function make(
  name: string,
  { code, runtime = 'nodejs22.x', timeout = 10, more = {} }: Made,
): Promise<void> {
  const { client } = localstack;
  const file = runtime.startsWith('python') ? 'index.py' : 'index.js';
  await client.send('lambda', 'CreateFunction', {
    FunctionName: name,
    Runtime: runtime,
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/role',
    Timeout: timeout,
    Code: { ZipFile: zipSync({ [file]: strToU8(code) }) },
    ...more,
  });
  await until(async () => {
    const { State } = await client.send('lambda', 'GetFunctionConfiguration', {
      FunctionName: name,
    });
    return State === 'Active';
  });
}

async function invoke(name: string, event: unknown = {}): Promise<Properties> {
  const answer = await localstack.client.send('lambda', 'Invoke', {
    FunctionName: name,
    Payload: JSON.stringify(event),
  });
  const value: unknown = JSON.parse(new TextDecoder().decode(answer['Payload'] as Uint8Array));
  return { failed: answer['FunctionError'] !== undefined, value };
}

async function until(holds: () => Promise<boolean>, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s`);
    await new Promise((go) => setTimeout(go, 100));
  }
}

async function linesOf(logGroupName: string): Promise<string> {
  const { events } = await localstack.client.send('cloudwatch-logs', 'FilterLogEvents', {
    logGroupName,
  });
  return (events as readonly { message: string }[]).map(({ message }) => message).join('');
}

test('a Node function answers, warm the second time, and sees its own variables alone', async () => {
  const code = `let count = 0;
    exports.handler = async (event, context) => ({ event, count: ++count, left: context.getRemainingTimeInMillis(),
      name: context.functionName, env: process.env });`;
  await make('node', { code, more: { Environment: { Variables: { MINE: 'yes' } } } });
  const first = await invoke('node', { a: 1 });
  expect(first).toMatchObject({
    failed: false,
    value: {
      event: { a: 1 },
      count: 1,
      name: 'node',
      env: { MINE: 'yes', AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: localstack.endpoint },
    },
  });
  expect((first['value'] as { left: number }).left).toBeGreaterThan(9000);
  expect(await invoke('node')).toMatchObject({ value: { count: 2 } });
  const { env } = first['value'] as { env: Record<string, string> };
  expect(Object.keys(env)).not.toContain('OF_THE_PERSON');
  expect(Object.keys(env).filter((name) => /^LOCALSTACK|^LAB_TIMEOUT/.test(name))).toEqual([]);
});

test('an error comes back with its name, its words and where it was thrown', async () => {
  const code = `class TitleMissing extends Error { name = 'TitleMissing'; }
    exports.handler = async () => { throw new TitleMissing('no title'); };`;
  await make('throws', { code });
  expect(await invoke('throws')).toEqual({
    failed: true,
    value: {
      errorType: 'TitleMissing',
      errorMessage: 'no title',
      trace: expect.arrayContaining([expect.stringContaining('index.js')]) as unknown,
    },
  });
});

test.each([
  ['an exit', 'exports.handler = async () => process.exit(3);', 'Runtime.ExitError'],
  ['no handler', 'exports.other = 1;', 'Runtime.HandlerNotFound'],
  ['a module that is not there', "require('./gone');", 'Runtime.ImportModuleError'],
  ['a syntax error', 'exports.handler = (', 'Runtime.UserCodeSyntaxError'],
])('%s is named as AWS names it', async (name, code, errorType) => {
  const id = name.replace(/ /g, '-');
  await make(id, { code });
  expect(await invoke(id)).toMatchObject({ failed: true, value: { errorType } });
});

test('a function that takes too long is ended, and the next event is answered', async () => {
  const code = `exports.handler = async ({ slow }) => {
    console.log('begun');
    if (slow) await new Promise((go) => setTimeout(go, 5000));
    return 'fast'; };`;
  await make('slow', { code, timeout: 1 });
  const begun = Date.now();
  const { value } = await invoke('slow', { slow: true });
  expect(Date.now() - begun).toBeLessThan(4000);
  expect(value).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/Task timed out after 1\.00 seconds$/) as unknown,
  });
  expect(await invoke('slow')).toEqual({ failed: false, value: 'fast' });
  await until(async () => (await linesOf('/aws/lambda/slow')).includes('timed out'));
  expect(await linesOf('/aws/lambda/slow')).toContain('begun');
});

test('what it logs is in the log group that it names, with level and request', async () => {
  const code = `exports.handler = async () => { console.log('hello', { a: 1 }); console.error('alas'); };`;
  await make('logs', { code, more: { LoggingConfig: { LogGroup: '/its/own' } } });
  await invoke('logs');
  await until(async () => (await linesOf('/its/own').catch(() => '')).includes('REPORT'));
  const lines = await linesOf('/its/own');
  expect(lines).toMatch(/Z\t[0-9a-f-]{36}\tINFO\thello \{ a: 1 \}/);
  expect(lines).toMatch(/\tERROR\talas/);
});

test('a Python function answers, and fails as on AWS', async () => {
  const code = `def handler(event, context):
    print("asked")
    return 1 / event["by"]`;
  await make('python', { code, runtime: 'python3.12' });
  expect(await invoke('python', { by: 2 })).toEqual({ failed: false, value: 0.5 });
  expect(await invoke('python', { by: 0 })).toMatchObject({
    failed: true,
    value: {
      errorType: 'ZeroDivisionError',
      stackTrace: [expect.stringContaining('in handler')],
    },
  });
});

test('a runtime that it has not is refused, not pretended', async () => {
  await expect(make('java', { code: '', runtime: 'java21' })).rejects.toThrow(/not within/);
  expect(
    await localstack.client.send('lambda', 'GetFunctionConfiguration', { FunctionName: 'java' }),
  ).toMatchObject({
    State: 'Failed',
    StateReason: expect.stringContaining('nodejs and python') as unknown,
  });
});

test('events at once get workers of their own, which listen nowhere and end with the run', async () => {
  const code =
    'exports.handler = async () => { await new Promise((go) => setTimeout(go, 1500)); return process.pid; };';
  await make('many', { code });
  const answers = await Promise.all([1, 2, 3].map(() => invoke('many')));
  expect(new Set(answers.map(({ value }) => value)).size).toBe(3);
  const pids = localstack.pids();
  for (const { value } of answers) expect(pids).toContain(value);
  expect(listenedOn(answers.map(({ value }) => Number(value)))).toEqual([]);
});

test('messages of a queue reach a function', async () => {
  const { client } = localstack;
  await make('reads', {
    code: 'exports.handler = async ({ Records }) => console.log(`got ${Records.length} ${Records[0].body}`);',
  });
  const { QueueUrl } = await client.send('sqs', 'CreateQueue', { QueueName: 'inbox' });
  await client.send('lambda', 'CreateEventSourceMapping', {
    FunctionName: 'reads',
    EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:inbox',
  });
  await client.send('sqs', 'SendMessage', { QueueUrl, MessageBody: 'dear function' });
  await until(async () =>
    (await linesOf('/aws/lambda/reads').catch(() => '')).includes('got 1 dear function'),
  );
  expect(await linesOf('/aws/lambda/reads')).toContain('got 1 dear function');
});
