import { Stack, type App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { createApp } from '../../lib/app.ts';
import { ask } from '../../lib/network/ask/ask.ts';
import { findPlace } from '../../lib/network/ask/places.ts';
import { networkOf } from '../../lib/network/build/build.ts';
import type { Network } from '../../lib/network/network.ts';
import { kitRules } from '../../lib/rules/kit.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import { readAssembly } from '../../lib/template/read.ts';
import type { Resource } from '../../lib/template/template.ts';
import { describeLab } from '../../test/support/describe-lab.ts';
import type { Stage } from './lab.ts';

async function resourcesAt(stage: Stage, fault?: string): Promise<readonly Resource[]> {
  const app = await createApp({ lab: 'vpc-public-private', stage, parameters: {}, fault });
  return readAssembly(app.synth().directory).flatMap(({ resources }) => resources);
}

const hosts = ['HostPublicA', 'HostPublicB', 'HostPrivateA', 'HostPrivateB'];

/** What becomes of every flow between hosts, and between each and the internet: `HostPublicA -> internet tcp/443: yes`. */
function reachability(network: Network): readonly string[] {
  const places = [...hosts, 'internet'];
  return places.flatMap((from) =>
    places
      .filter((to) => to !== from)
      .flatMap((to) =>
        [22, 443, 8080].map((port) => {
          const [start, end] = [from, to].map((text) => findPlace(network, text));
          if (start === undefined || end === undefined || !('place' in start) || !('place' in end))
            throw new Error(`${from} or ${to} is no place`);
          const reached = ask(network, {
            from: start.place,
            to: end.place,
            protocol: 6,
            ports: [port, port],
          });
          return `${from} -> ${to} tcp/${port}: ${reached.verdict} ${reached.because?.code ?? ''}`;
        }),
      ),
  );
}

/** The same network as a person would write it who does not have to see every resource. */
async function withShortForm(): Promise<App> {
  const app = await createApp({ lab: 'vpc-public-private', stage: 'single-nat', parameters: {} });
  const stack = new Stack(app, 'ShortForm');
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/16'),
    maxAzs: 2,
    natGateways: 1,
    restrictDefaultSecurityGroup: false,
  }) as ec2.IVpc;
  const inside = ec2.Peer.ipv4(vpc.vpcCidrBlock);
  const group = (id: string): ec2.SecurityGroup => {
    const made = new ec2.SecurityGroup(stack, id, { vpc });
    made.addIngressRule(inside, ec2.Port.allTraffic());
    return made;
  };
  const [open, closed] = [group('PublicSg'), group('PrivateSg')];
  open.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(8080));
  const subnets = [...vpc.publicSubnets, ...vpc.privateSubnets];
  for (const [index, id] of hosts.entries())
    new ec2.CfnInstance(stack, id, {
      subnetId: subnets[index]!.subnetId,
      securityGroupIds: [(id.startsWith('HostPublic') ? open : closed).securityGroupId],
    });
  return app;
}

describeLab('vpc-public-private', () => {
  test('an L2 Vpc with one NAT gateway has the same reachability as stage 5', async () => {
    const templates = readAssembly((await withShortForm()).synth().directory);
    const of = (name: string): Network =>
      networkOf(
        templates.flatMap(({ resources }) => resources).filter((each) => each.stack === name),
      );
    const lab = reachability(of('VpcPublicPrivate'));
    expect(reachability(of('ShortForm'))).toEqual(lab);
    expect(lab).toContain('HostPrivateA -> internet tcp/443: yes ');
    expect(lab.filter((each) => /^internet -> HostPrivate.*: no/.test(each))).toHaveLength(6);
  });

  test.each<{ id: string; fault: string; stage: Stage; at: readonly string[] }>([
    {
      id: 'kit/nat-in-public-subnet',
      fault: 'nat-in-private-subnet',
      stage: 'single-nat',
      at: ['NatA'],
    },
    {
      id: 'kit/private-subnet-no-igw',
      fault: 'private-to-igw',
      stage: 'single-nat',
      at: ['PrivateA'],
    },
    { id: 'kit/nat-per-az', fault: 'one-gateway-again', stage: 'nat-per-zone', at: ['NatA'] },
  ])('$id notices $fault, and is silent without it', async ({ id, fault, stage, at }) => {
    const rule = kitRules.find((each) => each.id === id)!;
    const found = async (under?: string): Promise<readonly string[]> =>
      rule
        .breaches(subjectOf(await resourcesAt(stage, under), 'learning'))
        .map(({ logicalId }) => logicalId);
    expect(await found(fault)).toEqual(at);
    expect(await found()).toEqual([]);
  });

  test('from stage 4 on, public hosts are other hosts: an address is given at launch alone', async () => {
    const idsAt = async (stage: Stage): Promise<readonly string[]> =>
      (await resourcesAt(stage))
        .filter(({ type }) => type === 'AWS::EC2::Instance')
        .map(({ logicalId }) => logicalId);
    const before = await idsAt('public-routes');
    expect(await idsAt('public-addresses')).toEqual(
      before.map((id) => (id.startsWith('HostPublic') ? `${id}Addressed` : id)),
    );
  });
});
