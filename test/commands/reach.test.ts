/** `lab reach` on templates that people wrote: what it says, and with which exit code. */
import { templateFile } from '../network/ask/opened.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const web = templateFile('web.yaml');
const dual = templateFile('dual.json');
const service = templateFile('service.yml');
const assume = ['--assume', templateFile('service.assume.yml')];

const answers: readonly (readonly [words: readonly string[], code: number, first: RegExp])[] = [
  [[web, 'internet', 'WebServer', 'tcp/80'], 0, /^internet -> WebServer tcp\/80: reachable$/m],
  [[web, 'WebServer', 'DB', 'tcp/3306'], 0, /^WebServer -> DB tcp\/3306: reachable$/m],
  [
    [web, 'internet', 'DB', 'tcp/3306'],
    1,
    /blocked, IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at DB$/m,
  ],
  [[web, 'internet', 'WebServer', 'tcp/22'], 2, /partly, only for 198\.51\.100\.0\/24 /],
  [[web, 'internet:198.51.100.9', 'WebServer', 'tcp/22'], 0, /tcp\/22: reachable$/m],
  [[web, '172.31.1.7', 'WebServer', 'tcp/80'], 2, /depends on /],
  [
    [web, 'DB', 'internet', 'tcp/443'],
    1,
    /blocked, NO_ROUTE_TO_DESTINATION at VPC main route table$/m,
  ],
  [[web, 'internet', 'WebServer', 'tcp/22', '-c', 'SSHLocation=0.0.0.0/0'], 0, /: reachable$/m],
  [[web, 'internet', 'Bastion', 'tcp/80', '--parameter', 'CreateBastion=yes'], 0, /: reachable$/m],
  [[web, 'internet', 'WebServer'], 0, /^internet -> WebServer: reachable on tcp\/80$/m],
  [[web, 'internet', 'DB'], 1, /blocked on every port of TCP and UDP, and for the echo/],
  [[dual, 'internet', 'Web', 'tcp/443'], 0, /: reachable by IPv6 alone$/m],
  [[dual, 'internet:2001:db8::9', 'Worker', 'tcp/443'], 1, /blocked, KIT_EGRESS_ONLY at Eigw$/m],
  [[dual, 'Worker', 'internet:2001:db8::9', 'tcp/443'], 0, /: reachable by IPv6 alone$/m],
  [[service, 'internet', 'Nlb', 'tcp/443'], 2, /depends on /],
  [[service, 'internet', 'Nlb', 'tcp/443', ...assume], 0, /^internet -> Nlb tcp\/443: reachable$/m],
  [
    [service, 'internet', 'Nlb', 'tcp/80', ...assume],
    1,
    /blocked, ELBV2_LISTENERS_MISMATCH at Nlb$/m,
  ],
];

test.each(answers)('%j ends with %i', async (words, code, first) => {
  const result = await cli(['reach', ...words]);
  expect(result.out.split('\n  ')[0]?.replace(/\n +/g, ' ')).toMatch(first);
  expect({ code: result.code, err: result.err }).toEqual({ code, err: '' });
});

const refused: readonly (readonly [words: readonly string[], says: RegExp])[] = [
  [[web, 'internet', 'WebSever', 'tcp/80'], /called 'WebSever'\nnearest: WebServer/],
  [[web, 'internet', 'Nowhere', 'tcp/80'], /called 'Nowhere'\nthere are: /],
  [[web, 'internet', 'DefaultRoute', 'tcp/80'], /'DefaultRoute' stands in no subnet/],
  [[web, 'internet', 'Bastion', 'tcp/80'], /called 'Bastion'/],
  [[web, 'internet', 'internet:192.0.2.1', 'tcp/80'], /both lie outside/],
  [[web, 'internet', 'WebServer', 'http'], /'http' is no protocol and port\nsuch as tcp\/443/],
  [[web, 'internet', 'WebServer', 'tcp/99999'], /'tcp\/99999' is no protocol and port/],
  [[web, 'internet'], /from internet to what\?/],
  [
    [web, 'internet', 'WebServer', 'tcp/80', '--source-port', 'x'],
    /--source-port is 'x', not a port/,
  ],
  [[web, '--stage', '1'], /--stage asks for a stage, and .*web\.yaml is no lab/],
  [
    [web, '-c', 'SSHLocatio=0.0.0.0/0'],
    /no template here has a parameter 'SSHLocatio'\ndid you mean/,
  ],
  [[web, '-c', 'CreateBastion=maybe'], /parameter CreateBastion cannot be 'maybe'/],
  [['no/such/file.yaml'], /no\/such\/file\.yaml/],
  [['no-such-lab'], /no lab is called 'no-such-lab'/],
];

test.each(refused)('%j is refused with a sentence', async (words, says) => {
  const { code, out, err } = await cli(['reach', ...words]);
  expect(err).toMatch(says);
  expect({ code, out, trace: /\n\s+at /.test(err) }).toEqual({ code: 3, out: '', trace: false });
});

describe('templates that are no templates', () => {
  const folder = temporaryFolder();
  afterAll(() => {
    folder.remove();
  });

  test.each([
    ['cut.json', '{ "Resources": { "A": { "Type": "AWS::EC2::VPC"'],
    ['tab.yaml', 'Resources:\n\tVpc: 1\n'],
    ['list.yaml', '- 1\n- 2\n'],
    ['empty.json', '{}'],
    ['type.yaml', 'Resources:\n  Vpc:\n    Properties: {}\n'],
  ])('%s is refused with the place', async (name, content) => {
    const file = folder.write(name, content);
    const { code, out, err } = await cli(['reach', file, 'internet', 'A', 'tcp/80']);
    expect(err).toContain(name);
    expect({ code, out, trace: /\n\s+at /.test(err) }).toEqual({ code: 3, out: '', trace: false });
  });

  test('a name that two stacks have is ambiguous, and both are named', async () => {
    const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
    const ref = { Ref: 'Vpc' };
    const subnet = {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: ref, CidrBlock: '10.0.0.0/24' },
    };
    const host = { Type: 'AWS::EC2::Instance', Properties: { SubnetId: { Ref: 'Subnet' } } };
    const stack = { Resources: { Vpc: vpc, Subnet: subnet, Host: host } };
    for (const each of ['One', 'Two']) folder.write(`${each}.template.json`, stack);
    const artifact = (name: string): unknown => ({
      type: 'aws:cloudformation:stack',
      properties: { templateFile: `${name}.template.json` },
    });
    const artifacts = { One: artifact('One'), Two: artifact('Two') };
    folder.write('manifest.json', { version: '36.0.0', artifacts });
    const { code, err } = await cli(['reach', folder.path, 'internet', 'Host', 'tcp/80']);
    expect({ code, err }).toMatchObject({ code: 3 });
    expect(err).toMatch(/'Host' means One\/Host, Two\/Host\nname more of the path/);
    const precise = await cli(['reach', folder.path, 'One/Host', 'One/Subnet', 'tcp/80']);
    expect(precise.code).toBe(2);
  });
});

test('the way names each gate with its rule and line, request and reply', async () => {
  const { out } = await cli(['reach', web, 'internet', 'WebServer', 'tcp/80']);
  expect(out).toMatch(/request +internet gateway +InternetGateway/);
  expect(out.replace(/\s+/g, ' ')).toContain('allow tcp/80 from 0.0.0.0/0 (web.yaml:55)');
  expect(out).toMatch(/reply +route +PublicRouteTable/);
});

test('--explain says what the code means and what would open it', async () => {
  const { out } = await cli(['reach', web, 'WebServer', 'DB', 'tcp/5432', '--explain']);
  expect(out).toMatch(/Why {2}ENI_SG_RULES_MISMATCH: /);
  expect(out).toMatch(/add a rule to DBSecurityGroup: allow tcp\/5432 from WebServerSecurityGroup/);
});

test('without FROM and TO it shows what is exposed', async () => {
  const { code, out } = await cli(['reach', web]);
  expect(code).toBe(0);
  expect(out).toMatch(/WebServer +tcp\/22 +from 198\.51\.100\.0\/24/);
  expect(out).toMatch(/WebServer -> DB +tcp\/3306/);
  expect(out.split('\n').at(-2)).toMatch(/^Gate by gate: \.\/lab reach /);
});

test('--json holds the answer with its legs, rules and lines', async () => {
  const { out } = await cli(['reach', web, 'internet', 'WebServer', 'tcp/80', '--json']);
  const { command, data } = JSON.parse(out) as { command: string; data: Record<string, unknown> };
  expect(command).toBe('reach');
  expect(data).toMatchObject({ services: null, exposure: null, answer: { verdict: 'yes' } });
  const { legs } = data['answer'] as { legs: { hops: Record<string, unknown>[] }[] };
  const group = legs[0]?.hops.find(({ gate }) => gate === 'security group in');
  expect(group).toMatchObject({
    outcome: 'passed',
    rule: { says: 'allow tcp/80 from 0.0.0.0/0', logicalId: 'WebServerSecurityGroup' },
  });
  expect(group?.['source']).toMatch(/web\.yaml:55$/);
});
