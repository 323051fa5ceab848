import { exposureOf, type Exposed } from '../../../lib/network/ask/exposure.ts';
import { blockText } from '../../../lib/network/blocks.ts';
import { portsText } from '../../../lib/network/sets/intervals.ts';
import { networkOf } from '../../../lib/network/build/build.ts';
import { resolveStack } from '../../../lib/template/read.ts';
import type { RawResource } from '../../../lib/template/template.ts';
import { stackOf } from '../../support/templates.ts';
import { networkIn, templateFile } from './opened.ts';

/** `tcp/22 IPv4 from 198.51.100.0/24` */
function linesOf({ end, open }: Exposed): readonly string[] {
  return open.map(({ protocol, ports, family, hosts, verdict, seenAs }) => {
    const where = hosts === 'everywhere' ? hosts : hosts.map(blockText).join();
    const seen = seenAs.length === 0 ? '' : ` as ${seenAs.join()}`;
    return `${end} ${protocol}/${portsText(ports)} IPv${family} ${where} ${verdict}${seen}`;
  });
}

test('the internet reaches each port from the addresses that its rules name', () => {
  const { inbound } = exposureOf(networkIn('web.yaml'));
  expect(inbound.flatMap(linesOf).sort()).toEqual([
    'web/WebServer tcp/22 IPv4 198.51.100.0/24 yes',
    'web/WebServer tcp/80 IPv4 everywhere yes',
  ]);
});

test('a parameter narrows who reaches what, a condition adds an end', () => {
  const parameters = { SSHLocation: '192.0.2.7/32', CreateBastion: 'yes' };
  const { inbound } = exposureOf(networkIn('web.yaml', { parameters }));
  expect(inbound.flatMap(linesOf)).toContain('web/Bastion tcp/22 IPv4 192.0.2.7 yes');
});

test('each opening names the rule that lets it in', () => {
  const { inbound } = exposureOf(networkIn('web.yaml'));
  const rules = inbound.flatMap(({ open }) => open.flatMap((each) => each.rules));
  expect(rules.map(({ id, says }) => `${id}: ${says}`)).toEqual([
    'web/WebServerSecurityGroup: allow tcp/22 from 198.51.100.0/24',
    'web/WebServerSecurityGroup: allow tcp/80 from 0.0.0.0/0',
  ]);
});

test('who has no route out is not among those who reach the internet', () => {
  const { outbound } = exposureOf(networkIn('web.yaml'));
  expect(outbound.map(({ end }) => end)).toEqual(['web/WebServer']);
});

test('an egress-only gateway lets a host out over IPv6, and nobody in', () => {
  const { inbound, outbound } = exposureOf(networkIn('dual.json'));
  expect(inbound.flatMap(linesOf)).toEqual(['dual/Web tcp/443 IPv6 everywhere yes']);
  expect(outbound.map(({ end }) => end)).toEqual(['dual/Web', 'dual/Worker']);
  expect(new Set(outbound.flatMap(({ open }) => open.map(({ family }) => family)))).toEqual(
    new Set([6]),
  );
});

test('pairs are those of roles, with the ports between them', () => {
  const { roles, pairs = [] } = exposureOf(networkIn('web.yaml'));
  const name = (at: number): string => roles[at]?.ends.join() ?? '';
  const lines = pairs.map(({ from, to, all }) => `${name(from)} ${name(to)} ${portsText(all.tcp)}`);
  expect(lines).toEqual(['web/WebServer web/DB 3306', 'web/DB web/WebServer 80']);
});

test('ends that nothing tells apart are one role', () => {
  const { roles } = exposureOf(networkIn('web.yaml', { parameters: { CreateBastion: 'yes' } }));
  expect(roles.map(({ ends }) => ends)).toEqual([['web/WebServer', 'web/Bastion'], ['web/DB']]);
});

test('what hangs on an imported VPC depends, with the reason and the end', () => {
  const { inbound, unknown } = exposureOf(networkIn('service.yml'));
  expect(inbound.flatMap(linesOf)).toContain('service/Nlb tcp/443 IPv4 everywhere depends');
  const ofBalancer = unknown.filter(({ ends }) => ends.includes('service/Nlb'));
  expect(ofBalancer.map(({ why }) => why).join()).toMatch(/parameter Subnets has no default/);
});

test('with the VPC assumed a Network Load Balancer is exposed by its listener, and its target is not', () => {
  const assume = templateFile('service.assume.yml');
  const { inbound, unknown } = exposureOf(networkIn('service.yml', { assume }));
  expect(inbound.flatMap(linesOf)).toEqual(['service/Nlb tcp/443 IPv4 everywhere yes']);
  expect(unknown).toEqual([]);
});

const hosts = (Protocol: string): RawResource => ({
  Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  Properties: { Port: 8080, Protocol },
});

test('what registers in a group to which no listener of the template forwards is perhaps reached', () => {
  const { resources } = resolveStack(
    stackOf({
      Web: hosts('HTTP'),
      Names: hosts('UDP'),
      Fleet: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: {
          VPCZoneIdentifier: [{ Ref: 'Subnet' }],
          TargetGroupARNs: [{ Ref: 'Web' }, { Ref: 'Names' }],
        },
      },
      OnHosts: {
        Type: 'AWS::ECS::Service',
        Properties: { LoadBalancers: [{ ContainerPort: 80, TargetGroupArn: { Ref: 'Web' } }] },
      },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } },
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    }),
  );
  const { inbound, unknown } = exposureOf(networkOf(resources));
  expect(inbound.flatMap(linesOf)).toEqual([
    'S/Fleet tcp/8080 IPv4 everywhere depends',
    'S/Fleet udp/8080 IPv4 everywhere depends',
    'S/OnHosts tcp/80 IPv4 everywhere depends',
  ]);
  expect(unknown).toContainEqual({
    why: 'which load balancer forwards to Web is not in the template',
    ends: ['S/Fleet', 'S/OnHosts'],
  });
});
