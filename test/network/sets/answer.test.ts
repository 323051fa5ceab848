import { answer } from '../../../lib/network/sets/answer.ts';
import { blockText } from '../../../lib/network/blocks.ts';
import type { Network } from '../../../lib/network/network.ts';
import {
  acl,
  block,
  group,
  host,
  nat,
  network,
  question,
  rule,
  subnet,
  table,
  vpc,
} from './drafts.ts';

/** A public subnet with a web host and a NAT gateway, a private one with a database and a worker. */
function twoTiers(some: Parameters<typeof network>[0] = {}): Network {
  return network({
    subnets: [
      subnet('Public', '10.0.1.0/24', { table: 'PublicTable', acl: 'PublicAcl' }),
      subnet('Private', '10.0.2.0/24', { table: 'PrivateTable' }),
    ],
    tables: [
      table('PublicTable', '10.0.0.0/16 local', '0.0.0.0/0 internet-gateway Igw'),
      table('PrivateTable', '10.0.0.0/16 local', '0.0.0.0/0 nat-gateway Nat'),
    ],
    acls: [acl('PublicAcl', ['100 allow all 0.0.0.0/0'])],
    groups: [
      group('WebGroup', ['tcp/80 0.0.0.0/0', 'tcp/22 198.51.100.0/24']),
      group('DbGroup', ['tcp/3306 WebGroup'], ['tcp/443 0.0.0.0/0']),
    ],
    interfaces: [
      host('Web', 'Public', { groups: ['WebGroup'], public4: 'WebEip' }),
      host('Db', 'Private', { groups: ['DbGroup'] }),
      host('Worker', 'Private'),
    ],
    nats: [nat('Nat', 'Public')],
    ...some,
  });
}

describe('an answer about all packets', () => {
  it('is yes where every port asked gets through both ways', () => {
    expect(answer(twoTiers(), question('internet -> Web', 'tcp/80'))).toEqual({ verdict: 'yes' });
    expect(answer(twoTiers(), question('Web -> Db', 'tcp/3306'))).toEqual({
      verdict: 'yes',
      seenAs: 'WebOwner',
    });
  });

  it('tells as which address the internet sees a host behind a NAT gateway', () => {
    const found = answer(twoTiers(), question('Worker -> internet', 'tcp/443'));
    expect(found).toEqual({ verdict: 'yes', seenAs: 'NatEip' });
  });

  it('names the addresses that get through, where a rule speaks of some of the internet', () => {
    const found = answer(twoTiers(), question('internet -> Web', 'tcp/22'));
    expect(found.verdict).toBe('partial');
    expect(found.only?.hosts?.map(blockText)).toEqual(['198.51.100.0/24']);
    expect(found.because).toMatchObject({ code: 'ENI_SG_RULES_MISMATCH', at: 'WebGroup' });
  });

  it('names what is true of every combination, where ports and addresses are no product', () => {
    const found = answer(twoTiers(), question('internet -> Web', 'tcp/22-80'));
    expect(found.verdict).toBe('partial');
    expect(found.only).toEqual({ ports: [[80, 80]] });
  });

  it('names the source ports to which the replies get back', () => {
    const some = twoTiers({
      acls: [
        acl('PublicAcl', ['100 allow all 0.0.0.0/0'], ['100 allow tcp/49152-65535 0.0.0.0/0']),
      ],
    });
    const found = answer(some, question('internet -> Web', 'tcp/80'));
    expect(found).toMatchObject({
      verdict: 'partial',
      only: { sourcePorts: [[49_152, 60_999]] },
      because: { way: 'reply', code: 'SUBNET_ACL_RESTRICTION', rule: { says: '* deny all' } },
    });
  });

  it('is partial where replies reach only some of the ports that a NAT gateway uses', () => {
    const some = twoTiers({
      acls: [acl('PublicAcl', ['90 allow all 10.0.0.0/16', '100 allow tcp/32768-60999 0.0.0.0/0'])],
    });
    const found = answer(some, question('Worker -> internet', 'tcp/443'));
    expect(found.verdict).toBe('partial');
    expect(found.only).toBeUndefined();
    expect(found.because).toMatchObject({ way: 'reply', at: 'PublicAcl' });
    expect(found.because?.says).toContain('1024-32767, 61000-65535');
  });

  it('names the gate that took the last of what was left', () => {
    const some = twoTiers({
      acls: [acl('PublicAcl', ['100 allow tcp/443 0.0.0.0/0'])],
    });
    expect(answer(some, question('internet -> Web', 'tcp/80'))).toMatchObject({
      verdict: 'no',
      because: { kind: 'network ACL in', at: 'PublicAcl', rule: { says: '* deny all' } },
    });
    expect(answer(some, question('internet -> Web', 'tcp/443'))).toMatchObject({
      verdict: 'no',
      because: { kind: 'security group in', at: 'WebGroup' },
    });
  });

  it('depends on an address that is known after deployment', () => {
    const some = twoTiers({
      groups: [
        group('WebGroup', []),
        { ...group('DbGroup', []), inbound: [rule('tcp/3306 10.0.1.7/32')] },
      ],
    });
    const found = answer(some, question('Web -> Db', 'tcp/3306'));
    expect(found).toEqual({
      verdict: 'depends',
      dependsOn: ['the private address of WebOwner is known after deployment'],
      seenAs: 'WebOwner',
    });
  });

  it('is no where a gate blocks whatever the unknown is', () => {
    const some = twoTiers({
      groups: [
        group('WebGroup', [], ['tcp/3306 10.0.2.9/32']),
        group('DbGroup', ['tcp/5432 WebGroup']),
      ],
    });
    expect(answer(some, question('Web -> Db', 'tcp/3306'))).toMatchObject({
      verdict: 'no',
      because: { kind: 'security group in', at: 'DbGroup', code: 'ENI_SG_RULES_MISMATCH' },
    });
  });

  it('depends on nothing that another gate has stopped', () => {
    const some = twoTiers({
      subnets: [
        subnet('Public', '10.0.1.0/24', { table: { unknown: 'parameter Table' } }),
        subnet('Private', '10.0.2.0/24', { table: 'PrivateTable' }),
      ],
    });
    const found = answer(some, question('Worker -> Web', 'tcp/80'));
    expect(found).toMatchObject({
      verdict: 'depends',
      dependsOn: ['the route table of Public: parameter Table'],
    });
  });

  it('leaves addresses of the VPC and private ranges out of the internet', () => {
    const some = twoTiers({
      vpcs: [vpc('Vpc', { blocks: [block('10.0.0.0/16'), block('52.10.0.0/16')] })],
      acls: [
        acl('PublicAcl', [
          '10 deny all 172.16.0.0/12',
          '20 deny all 52.10.0.0/16',
          '100 allow all 0.0.0.0/0',
        ]),
      ],
    });
    expect(answer(some, question('internet -> Web', 'tcp/80')).verdict).toBe('yes');
  });

  it('tells a lost reference from a missing rule', () => {
    const some = twoTiers({
      groups: [group('WebGroup', ['tcp/80 Open']), group('DbGroup', [])],
    });
    expect(answer(some, question('Worker -> public:Web', 'tcp/80'))).toMatchObject({
      verdict: 'no',
      because: { code: 'SG_REFERENCES_NOT_PRESERVED', at: 'WebGroup' },
    });
    expect(answer(some, question('internet -> Web', 'tcp/80'))).toMatchObject({
      because: { code: 'ENI_SG_RULES_MISMATCH' },
    });
  });

  it('names the NAT gateway that has no session for a reply', () => {
    const some = twoTiers({
      interfaces: [host('Db', 'Private', { public4: 'DbEip' })],
    });
    expect(answer(some, question('internet -> Db', 'tcp/80'))).toMatchObject({
      verdict: 'no',
      because: { way: 'reply', kind: 'NAT gateway', at: 'Nat', code: 'KIT_NO_NAT_SESSION' },
    });
  });

  it('judges an echo by the types of request and reply', () => {
    const replies = (types: string) =>
      twoTiers({
        groups: [group('WebGroup', ['icmp/8 0.0.0.0/0'])],
        acls: [acl('PublicAcl', ['100 allow icmp/8 0.0.0.0/0'], [`100 allow ${types} 0.0.0.0/0`])],
      });
    const echo = question('internet -> Web', 'icmp/8');
    expect(answer(replies('icmp/0'), echo).verdict).toBe('yes');
    expect(answer(replies('icmp/8'), echo).verdict).toBe('no');
  });

  it('names the gate that took the last, where each took some of the internet', () => {
    const some = twoTiers({
      acls: [acl('PublicAcl', ['90 deny all 198.51.100.0/24', '100 allow all 0.0.0.0/0'])],
    });
    expect(answer(some, question('internet -> Web', 'tcp/22'))).toMatchObject({
      verdict: 'no',
      because: { kind: 'security group in', at: 'WebGroup' },
    });
  });

  it('names the ports that all addresses have in common, where each has others besides', () => {
    const quarters = ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'];
    const rules = quarters.map((each, at) => `tcp/${81 + at} ${each}`);
    const some = twoTiers({ groups: [group('WebGroup', ['tcp/80 0.0.0.0/0', ...rules])] });
    expect(answer(some, question('internet -> Web', 'tcp/80-84')).only).toEqual({
      ports: [[80, 80]],
    });
  });

  it('depends on which of two routes an address has, where only one of them leads there', () => {
    const routes = (near: string, far: string) =>
      twoTiers({
        vpcs: [vpc('Vpc'), vpc('Other', { blocks: [block('10.1.0.0/16')] })],
        subnets: [
          subnet('Public', '10.0.1.0/24', { table: 'PublicTable' }),
          subnet('Private', '10.1.2.0/24', { table: 'OtherTable', vpc: 'Other' }),
        ],
        tables: [
          table('PublicTable', '10.0.0.0/16 local', `10.1.2.0/25 ${near}`, `10.1.0.0/16 ${far}`),
          table('OtherTable', '10.1.0.0/16 local', '10.0.0.0/16 peering Peering'),
        ],
        peerings: [{ id: 'Peering', requester: 'Vpc', accepter: 'Other' }],
      });
    const asked = question('Web -> Worker', 'tcp/80');
    expect(answer(routes('peering Peering', 'peering Peering'), asked).verdict).toBe('yes');
    for (const some of [
      routes('peering Peering', 'gone Peering'),
      routes('gone Peering', 'peering Peering'),
    ])
      expect(answer(some, asked)).toMatchObject({
        verdict: 'depends',
        dependsOn: ['the private address of WorkerOwner is known after deployment'],
      });
    expect(answer(routes('gone One', 'gone Two'), asked)).toMatchObject({
      verdict: 'no',
      because: { code: 'BAD_STATE_ROUTE', at: 'PublicTable' },
    });
  });
});
