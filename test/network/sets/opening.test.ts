import fc from '../../support/fast-check.ts';
import type { Network } from '../../../lib/network/network.ts';
import type { Question } from '../../../lib/network/question.ts';
import { answer } from '../../../lib/network/sets/answer.ts';
import { changeText } from '../../../lib/network/sets/change-words.ts';
import { applied } from '../../../lib/network/sets/changes.ts';
import { smallestOpening } from '../../../lib/network/sets/opening.ts';
import { acl, group, host, nat, network, question, subnet, table, vpc } from './drafts.ts';
import { type Draw, drawFrom, draws, randomNetwork } from './random-networks.ts';

/** What a person is told to change, or why nothing helps. */
function told(some: Network, asked: Question): readonly string[] | string {
  const { changes, why } = smallestOpening(some, asked);
  return changes === undefined ? why : changes.map((change) => changeText(some, change));
}

function web(some: Parameters<typeof network>[0] = {}): Network {
  return network({
    subnets: [subnet('Public', '10.0.1.0/24'), subnet('Private', '10.0.2.0/24')],
    tables: [table('Table', '10.0.0.0/16 local', '0.0.0.0/0 internet-gateway Igw')],
    groups: [group('WebGroup', ['tcp/80 0.0.0.0/0']), group('DbGroup', [])],
    interfaces: [
      host('Web', 'Public', { groups: ['WebGroup'], public4: 'WebEip' }),
      host('Db', 'Private', { groups: ['DbGroup'] }),
    ],
    ...some,
  });
}

describe('the smallest opening', () => {
  it('is nothing where everything gets through', () => {
    expect(told(web(), question('internet -> Web', 'tcp/80'))).toEqual([]);
  });

  it('is a rule for the internet, or by group for a host inside', () => {
    expect(told(web(), question('internet -> Web', 'tcp/22'))).toEqual([
      'add a rule to WebGroup: allow tcp/22 from 0.0.0.0/0',
    ]);
    expect(told(web(), question('Web -> Db', 'tcp/3306'))).toEqual([
      'add a rule to DbGroup: allow tcp/3306 from WebGroup',
    ]);
  });

  it('is an entry with a number before the one that denies, for request and reply', () => {
    const some = web({
      subnets: [subnet('Public', '10.0.1.0/24', { acl: 'PublicAcl' })],
      acls: [acl('PublicAcl', ['100 deny tcp/80 0.0.0.0/0', '200 allow all 0.0.0.0/0'], [])],
      interfaces: [host('Web', 'Public', { groups: ['WebGroup'], public4: 'WebEip' })],
    });
    expect(told(some, question('internet -> Web', 'tcp/80'))).toEqual([
      'add entry 99 to PublicAcl, inbound: allow tcp/80 from 0.0.0.0/0',
      'add entry 10 to PublicAcl, outbound: allow tcp/32768-60999 to 0.0.0.0/0',
    ]);
  });

  it('is a gateway, a route and a public address where all of them are missing', () => {
    const some = web({
      vpcs: [vpc('Vpc', { internetGateway: undefined })],
      tables: [table('Table', '10.0.0.0/16 local')],
    });
    expect(told(some, question('internet -> Db', 'tcp/5432'))).toEqual([
      'attach an internet gateway to Vpc',
      'give DbOwner a public address',
      'add a rule to DbGroup: allow tcp/5432 from 0.0.0.0/0',
      'add a route to Table: 0.0.0.0/0 to Vpc.internet-gateway',
    ]);
  });

  it('prefers one route to a NAT gateway to a route and a public address', () => {
    const some = web({
      subnets: [
        subnet('Public', '10.0.1.0/24'),
        subnet('Private', '10.0.2.0/24', { table: 'PrivateTable' }),
      ],
      tables: [
        table('Table', '10.0.0.0/16 local', '0.0.0.0/0 internet-gateway Igw'),
        table('PrivateTable', '10.0.0.0/16 local'),
      ],
      nats: [nat('Nat', 'Public')],
    });
    expect(told(some, question('Db -> internet', 'tcp/443'))).toEqual([
      'add a route to PrivateTable: 0.0.0.0/0 to Nat',
    ]);
  });

  it('prefers one route to the gateway to two by way of a NAT gateway', () => {
    const some = web({
      subnets: [
        subnet('Public', '10.0.1.0/24', { table: 'WebTable' }),
        subnet('Private', '10.0.2.0/24'),
      ],
      tables: [table('Table', '10.0.0.0/16 local'), table('WebTable', '10.0.0.0/16 local')],
      nats: [nat('Nat', 'Private')],
    });
    expect(told(some, question('Web -> internet', 'tcp/443'))).toEqual([
      'add a route to WebTable: 0.0.0.0/0 to Igw',
    ]);
  });

  it('brings a route that waits for its gateway to life', () => {
    const some = web({
      vpcs: [vpc('Vpc', { internetGateway: undefined })],
      tables: [table('Table', '10.0.0.0/16 local', '0.0.0.0/0 gone Igw')],
    });
    expect(told(some, question('Web -> internet', 'tcp/443'))).toEqual([
      'attach an internet gateway to Vpc',
    ]);
  });

  it('turns off the check of an interface that forwards', () => {
    const some = web({
      subnets: [
        subnet('Public', '10.0.1.0/24'),
        subnet('Private', '10.0.2.0/24', { table: 'PrivateTable' }),
      ],
      tables: [
        table('Table', '10.0.0.0/16 local', '0.0.0.0/0 internet-gateway Igw'),
        table('PrivateTable', '10.0.0.0/16 local', '0.0.0.0/0 interface Nat'),
      ],
      interfaces: [host('Nat', 'Public', { public4: 'NatEip' }), host('Db', 'Private')],
    });
    expect(told(some, question('Db -> internet', 'tcp/443'))).toEqual([
      'turn off the source/destination check of NatOwner',
    ]);
  });

  it('excludes a subnet from block public access', () => {
    const some = web({ vpcs: [vpc('Vpc', { blockPublicAccess: 'bidirectional' })] });
    expect(told(some, question('internet -> Web', 'tcp/80'))).toEqual([
      'exclude Public from block public access (bidirectional)',
    ]);
  });

  it('says why nothing helps', () => {
    const some = web({
      tables: [table('Table', '10.0.0.0/16 local', '0.0.0.0/0 nat-gateway Nat')],
      nats: [nat('Nat', 'Public')],
    });
    expect(told(some, question('internet -> Web', 'tcp/80'))).toMatch(/^Nat holds no session/);
    const unknown = web({ vpcs: [vpc('Vpc', { internetGateway: { unknown: 'imported' } })] });
    expect(told(unknown, question('internet -> Web', 'tcp/80'))).toMatch(/^it depends/);
  });

  it('opens what it is for, and without any part of it does not', () => {
    const count = { opened: 0, several: 0, refused: 0 };
    fc.assert(
      fc.property(draws, (numbers) => {
        const draw = drawFrom(numbers);
        const some = randomNetwork(draw, { unknowns: false });
        for (let at = 0; at < 12; at += 1) {
          const asked = randomQuestion(draw);
          const { changes, why } = smallestOpening(some, asked);
          const parts = changes === undefined ? [] : properParts(changes);
          expect(changes ?? why).toBeTruthy();
          const verdict =
            changes === undefined ? 'yes' : answer(applied(some, changes), asked).verdict;
          expect(verdict).toBe('yes');
          expect(parts.map((part) => answer(applied(some, part), asked).verdict)).not.toContain(
            'yes',
          );
          count.refused += changes === undefined ? 1 : 0;
          count.opened += parts.length > 0 ? 1 : 0;
          count.several += parts.length > 1 ? 1 : 0;
        }
      }),
      { numRuns: 40 },
    );
    expect(count.opened).toBeGreaterThan(50);
    expect(count.several).toBeGreaterThan(20);
    expect(count.refused).toBeGreaterThan(0);
  }, 60_000);
});

function randomQuestion(draw: Draw): Question {
  const inner = ['Host0', 'Host1', 'Host2', 'Host3', 'Host4', 'Host5', 'Forwarder'];
  const ends = draw([
    `${draw(inner)} -> ${draw(inner)}`,
    `internet -> ${draw(inner)}`,
    `${draw(inner)} -> internet`,
    `198.51.100.7 -> ${draw(inner)}`,
    `${draw(inner)} -> public:${draw(inner)}`,
  ]);
  return question(ends, draw(['tcp/22', 'tcp/80', 'tcp/80-443', 'udp/53', 'icmp/8']));
}

function properParts<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const whole = 2 ** items.length - 1;
  return Array.from({ length: whole }, (_, mask) =>
    items.filter((_item, at) => (mask & (1 << at)) !== 0),
  );
}
