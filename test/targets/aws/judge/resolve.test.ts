/** `resolve` on AWS: a real name server on loopback in the place of Route 53's, whose zone is played. */
import { promises as dns } from 'node:dns';
import type { DnsQuestion } from '../../../../lib/capabilities.ts';
import type { LiveLab } from '../../../../lib/targets/aws/judge/live-lab.ts';
import { Names, type DnsOptions } from '../../../../lib/targets/aws/judge/resolve.ts';
import { withAws, type AwsStub, type PlayedAnswers } from '../../../support/aws-stub.ts';
import { liveLab, made } from '../lives.ts';
import { playDns, type NameServer } from './name-server.ts';

const deployed = [
  made('Zone', 'AWS::Route53::HostedZone', 'Z111'),
  made('WebEip', 'AWS::EC2::EIP', '198.51.100.7'),
  made('Web', 'AWS::EC2::Instance', 'i-0a'),
];

let authority: NameServer;
let cache: NameServer;
beforeAll(async () => {
  authority = await playDns({
    'site.lab.internal': { addresses: ['198.51.100.7'], ttl: 30 },
    'host.lab.internal': { addresses: ['198.51.100.8', '192.0.2.1'] },
    'alias.lab.internal': { cname: 'other.example.com' },
    'empty.lab.internal': {},
    'broken.lab.internal': { code: 2 },
    'shut.lab.internal': { code: 5 },
    'silent.lab.internal': 'silence',
  });
  cache = await playDns({ 'elsewhere.example.com': { addresses: ['192.0.2.44'], ttl: 7 } });
});
afterAll(async () => {
  await authority.close();
  await cache.close();
});

function zone(parts: object = {}): PlayedAnswers {
  return {
    'route-53.GetHostedZone': {
      HostedZone: { Id: '/hostedzone/Z111', Name: 'lab.internal.', CallerReference: 'x', ...parts },
      DelegationSet: { NameServers: ['ns-1.awsdns-01.org'] },
    },
    'ec2.DescribeInstances': {
      Reservations: [{ Instances: [{ InstanceId: 'i-0a', PublicIpAddress: '198.51.100.8' }] }],
    },
  };
}

function namesOf(stub: AwsStub, parts: Partial<LiveLab> = {}): Names {
  const system = new dns.Resolver({ timeout: 500, tries: 1 });
  system.setServers([cache.address]);
  const options: DnsOptions = { addressesOf: () => Promise.resolve([authority.address]), system };
  return new Names(liveLab(stub, deployed, parts), options);
}

const resolving = (name: string, question: DnsQuestion = {}, answers: PlayedAnswers = zone()) =>
  withAws(answers, (stub) => namesOf(stub).resolve(name, question));

test("a name of the lab's zone is asked of its own name servers, with its time to live", async () => {
  const said = await resolving('Site.Lab.Internal.', { from: 'stranger', via: 'authority' });

  expect(said).toEqual({
    status: 'NOERROR',
    ttlSeconds: 30,
    chances: [{ records: ['WebEip'], of: [1, 1] }],
  });
  expect(authority.asked.at(-1)).toBe('site.lab.internal');
});

test('an address of a host goes by its place, anybody else by the address', async () => {
  const { chances } = await resolving('host.lab.internal');

  expect(new Set(chances[0]?.records)).toEqual(new Set(['Web', '192.0.2.1']));
});

test('outputs in a name are filled in', async () => {
  await withAws(zone(), async (stub) => {
    const names = namesOf(stub, { outputs: { SiteName: 'site.lab.internal' } });

    expect((await names.resolve('${SiteName}')).chances).toEqual([
      { records: ['WebEip'], of: [1, 1] },
    ]);
  });
});

test.each([
  ['nobody.lab.internal', 'NXDOMAIN'],
  ['empty.lab.internal', 'NOERROR'],
  ['broken.lab.internal', 'SERVFAIL'],
  ['shut.lab.internal', 'REFUSED'],
])('%s answers %s and no record', async (name, status) => {
  expect(await resolving(name)).toEqual({ status, chances: [] });
});

test('other types are told as they came', async () => {
  expect(await resolving('alias.lab.internal', { type: 'CNAME' })).toEqual({
    status: 'NOERROR',
    chances: [{ records: ['other.example.com'], of: [1, 1] }],
  });
});

test('a name of nobody in the lab is asked of the resolver of this machine', async () => {
  expect(await resolving('elsewhere.example.com')).toMatchObject({
    ttlSeconds: 7,
    chances: [{ records: ['192.0.2.44'] }],
  });
});

test.each([
  ['elsewhere.example.com', { via: 'authority' }, zone(), /no hosted zone of the lab holds/],
  ['site.lab.internal', { via: 'cache' }, zone(), /nobody delegates lab.internal/],
  [
    'site.lab.internal',
    {},
    zone({ Config: { PrivateZone: true } }),
    /answered inside its VPCs alone/,
  ],
  ['site.lab.internal', { from: 'Web' }, zone(), /asked from this machine, not from Web/],
  [
    'site.lab.internal',
    {},
    { 'route-53.GetHostedZone': { error: 'AccessDenied', status: 403 } },
    /GetHostedZone is refused: AccessDenied/,
  ],
] as const)('is unavailable for %s with %j', async (...[name, question, answers, says]) => {
  await expect(resolving(name, question, answers)).rejects.toMatchObject({
    name: 'Unavailable',
    message: expect.stringMatching(says) as string,
  });
});

test('is unavailable where no name server answers', async () => {
  await expect(resolving('silent.lab.internal')).rejects.toThrow(
    /no name server answers for silent.lab.internal/,
  );
}, 30_000);
