/** A judge of a lab on AWS, played: what it serves, where it sends, and what it does not believe. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chooseWay } from '../../../../lib/checks/ways.ts';
import { by } from '../../../../lib/lab.ts';
import { Addresses } from '../../../../lib/targets/aws/judge/addresses.ts';
import { judgeOf, type JudgeOptions } from '../../../../lib/targets/aws/judge/judge.ts';
import { Names } from '../../../../lib/targets/aws/judge/resolve.ts';
import type { Judge } from '../../../../lib/targets/target.ts';
import { features } from '../../../../lib/targets/features.ts';
import { failed, held } from '../../../../lib/verdict.ts';
import { withAws, type AwsStub, type PlayedAnswers } from '../../../support/aws-stub.ts';
import { checkWith } from '../../../support/fakes.ts';
import { liveLab, made, quickClock, sandboxOn } from '../lives.ts';
import { playDns } from './name-server.ts';

const deployed = [
  made('Api/Todos', 'AWS::ApiGateway::RestApi', 'abcdefghi1'),
  {
    ...made('Api/Stage', 'AWS::ApiGateway::Stage', 'prod'),
    properties: { RestApiId: '${ApiTodos}', StageName: 'prod' },
  },
  made('Files', 'AWS::S3::Bucket', 'files-of-lab'),
  made('Dotted', 'AWS::S3::Bucket', 'site.lab.internal'),
  made('Hello', 'AWS::Lambda::Function', 'lab-hello'),
  made('Alb', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'arn:alb'),
  {
    ...made('Http', 'AWS::ElasticLoadBalancingV2::Listener', 'arn:listener'),
    properties: { LoadBalancerArn: '${Alb}', Protocol: 'HTTP' },
  },
  made('Table', 'AWS::DynamoDB::Table', 'todos'),
  made('Zone', 'AWS::Route53::HostedZone', 'Z1'),
];
const outputs = {
  SiteUrl: 'http://site.lab.internal',
  BackupUrl: 'http://b.s3-website-eu-west-1.amazonaws.com/',
  Name: 'x',
};
const notes = { deployed, outputs, users: [], owner: 'me', expires: '2026-01-01T00:00:00Z' };
const answers: PlayedAnswers = {
  'lambda.GetFunctionUrlConfig': {
    FunctionUrl: 'https://x1.lambda-url.eu-west-1.on.aws/',
    ...{ FunctionArn: 'arn', AuthType: 'NONE', CreationTime: '' },
  },
  'elastic-load-balancing-v2.DescribeLoadBalancers': {
    LoadBalancers: [{ DNSName: 'lab-1.eu-west-1.elb.amazonaws.com' }],
  },
  'route-53.GetHostedZone': {
    HostedZone: { Id: 'Z1', Name: 'lab.internal.', CallerReference: 'x' },
    DelegationSet: { NameServers: ['ns-1.awsdns-01.org'] },
  },
};

const judging = (stub: AwsStub, options: JudgeOptions = {}): Promise<Judge> =>
  judgeOf(sandboxOn(stub), notes, { clock: quickClock(), ...options });

test.each([
  ['Api/Todos', 'https://abcdefghi1.execute-api.eu-west-1.amazonaws.com/prod'],
  ['Files', 'https://files-of-lab.s3.eu-west-1.amazonaws.com'],
  ['Dotted', 'https://s3.eu-west-1.amazonaws.com/site.lab.internal'],
  ['Hello', 'https://x1.lambda-url.eu-west-1.on.aws'],
  ['Alb', 'http://lab-1.eu-west-1.elb.amazonaws.com'],
  ['BackupUrl', 'http://b.s3-website-eu-west-1.amazonaws.com'],
])('%s answers at %s', async (name, url) => {
  await withAws(answers, async (stub) => {
    const lab = liveLab(stub, deployed, { outputs });

    expect(await new Addresses(lab, new Names(lab)).find(name)).toEqual({ url });
  });
});

test.each([
  ['Table', /answers no HTTP on AWS: AWS::DynamoDB::Table/],
  ['Name', /Name is no URL: x/],
  ['Nobody', /not built at this stage/],
])('%s is unavailable', async (name, says) => {
  await withAws(answers, async (stub) => {
    const { capabilities } = await judging(stub);

    await expect(capabilities.http?.({ to: name, path: '/' })).rejects.toThrow(says);
  });
});

test("a visitor of the lab's own zone goes where its name servers lead, as long as they said", async () => {
  const dns = await playDns({ 'site.lab.internal': { addresses: ['127.0.0.1'], ttl: 30 } });
  try {
    await withAws(answers, async (stub) => {
      const clock = quickClock();
      const lab = liveLab(stub, deployed, { outputs, clock });
      const names = new Names(lab, { addressesOf: () => Promise.resolve([dns.address]) });
      const addresses = new Addresses(lab, names);

      expect(await addresses.find('SiteUrl')).toEqual({
        url: 'http://127.0.0.1',
        host: 'site.lab.internal',
      });
      await clock.pause(29_000);
      await addresses.find('SiteUrl');
      expect(dns.asked.length).toBe(1);
      await clock.pause(2000);
      await addresses.find('SiteUrl');
      expect(dns.asked.length).toBe(2);
    });
  } finally {
    await dns.close();
  }
});

test('on AWS everything is real; what proves is not what is seen, and a template proves nothing', async () => {
  await withAws(answers, async (stub) => {
    const judge = await judging(stub);

    expect([...judge.features].sort()).toEqual(Object.keys(features).sort());
    expect(judge.strengthOf('may')).toBe('proved');
    expect(judge.strengthOf('reach')).toBe('proved');
    expect(judge.strengthOf('connect')).toBe('seen');
    expect(judge.title).toBe('aws 111122223333 eu-west-1');
    const reading = by(['fact'], () => Promise.resolve(held('read')));
    expect(chooseWay(checkWith('x', { ways: [reading] }), judge)).toMatchObject({
      reason: expect.stringContaining('a template proves nothing') as string,
    });
  });
});

test('of a stand-in only calls are believed, at its addresses, and what it is told to do really', async () => {
  await withAws(answers, async (stub) => {
    const server = createServer((request: IncomingMessage, response) => {
      response.end(JSON.stringify({ path: request.url }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const sandbox = { ...sandboxOn(stub), endpoint: stub.endpoint };
    const judge = await judgeOf(sandbox, notes, {
      addressOf: () => ({ url }),
      features: new Set(['rest-cognito']),
    });

    expect(Object.keys(judge.capabilities).sort()).toEqual([
      'eventually',
      'http',
      'sdk',
      'steadily',
    ]);
    expect(judge.lacks('reach')).toMatch(/it is AWS's own/);
    expect([...judge.features]).toEqual(['rest-cognito']);
    const answer = await judge.capabilities.http?.({
      to: 'Api/Todos',
      path: '/todos',
      from: 'stranger',
    });
    expect(answer).toMatchObject({ status: 200, body: { path: '/todos' } });
    expect([...(await judgeOf(sandbox, notes)).features]).toEqual([]);
    await new Promise((resolve) => server.close(resolve));
  });
});

const table = { 'dynamodb.ListTables': { TableNames: ['todos'] } };
const allow = [
  { account: '111122223333', regions: ['eu-west-1', 'us-east-1'] },
  { account: '444455556666', regions: ['eu-west-1'] },
];

test('another region or account is called where the allow-list has it', async () => {
  const assumed = {
    'sts.AssumeRole': {
      Credentials: {
        ...{ AccessKeyId: 'ASIAOTHER', SecretAccessKey: 's', SessionToken: 't' },
        Expiration: new Date(0),
      },
    },
  };
  await withAws({ ...table, ...assumed }, async (stub) => {
    const { sdk } = (await judging(stub, { allow })).capabilities;
    await sdk?.('dynamodb', 'ListTables', {}, { region: 'us-east-1' });
    await sdk?.('dynamodb', 'ListTables', {}, { account: '444455556666' });

    expect(stub.asked).toMatchObject([
      { region: 'us-east-1', accessKey: 'AKIDEXAMPLE' },
      { input: { RoleArn: 'arn:aws:iam::444455556666:role/OrganizationAccountAccessRole' } },
      { region: 'eu-west-1', accessKey: 'ASIAOTHER' },
    ]);
  });
});

test.each([
  [{ region: 'us-west-2' }, /account 111122223333, us-west-2 is not on the allow-list/],
  [{ account: '444455556666', region: 'us-east-1' }, /444455556666, us-east-1 is not on/],
])('nothing is called in %j, which the person did not allow', async (as, says) => {
  await withAws(table, async (stub) => {
    const { sdk } = (await judging(stub, { allow })).capabilities;

    await expect(sdk?.('dynamodb', 'ListTables', {}, as)).rejects.toThrow(says);
    expect(stub.calls).toEqual([]);
  });
});

test.each([
  [
    { error: 'ThrottlingException', status: 400 },
    {
      name: 'Unavailable',
      message: 'AWS was asked too fast: dynamodb ListTables: ThrottlingException',
    },
  ],
  [{ error: 'InternalServerError', status: 500 }, { name: 'Unavailable' }],
  [{ error: 'ExpiredTokenException', status: 400 }, { code: 'CredentialsExpired' }],
  [
    { error: 'AccessDeniedException', status: 400 },
    { name: 'AwsRefusal', code: 'AccessDeniedException' },
  ],
])('a call that ends with %j says no more about the lab than it does', async (answer, says) => {
  await withAws({ 'dynamodb.ListTables': answer }, async (stub) => {
    const { sdk } = (await judging(stub)).capabilities;

    await expect(sdk?.('dynamodb', 'ListTables', {})).rejects.toMatchObject(says);
  });
});

test('a judge whose credentials have expired, or became those of another account, has lost its target', async () => {
  const identities = {
    'sts.GetCallerIdentity': [
      { Account: '111122223333' },
      { Account: '444455556666' },
      { error: 'ExpiredToken', status: 403 },
    ],
  };
  await withAws(identities, async (stub) => {
    const judge = await judging(stub);

    await expect(judge.confirmAlive()).resolves.toBeUndefined();
    await expect(judge.confirmAlive()).rejects.toMatchObject({
      code: 'TargetLost',
      message: expect.stringMatching(/account 444455556666/) as string,
    });
    await expect(judge.confirmAlive()).rejects.toMatchObject({ code: 'TargetLost' });
  });
});

test("waits by AWS's clock, asking once a second", async () => {
  await withAws({}, async (stub) => {
    const clock = quickClock();
    const { eventually, steadily } = (await judging(stub, { clock })).capabilities;
    let looks = 0;
    const never = await eventually?.('never', 10, () => Promise.resolve((looks += 1) < 0));
    expect([never, looks]).toEqual([false, 11]);

    let probes = 0;
    const verdict = await steadily?.({ what: 'x', forSeconds: 10, perSecond: 2 }, () =>
      Promise.resolve((probes += 1) < 5 ? held('well') : failed('sick')),
    );
    expect([verdict?.outcome, probes]).toEqual(['failed', 5]);
    expect(clock.waited()).toBe(12);
  });
});
