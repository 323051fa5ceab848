import type { Unknown } from '../../../lib/network/network.ts';
import { makeNetwork } from '../support/networks.ts';
import { fate, retold } from '../support/walks.ts';

interface Rules {
  readonly inbound?: readonly string[] | Unknown;
  readonly outbound?: readonly string[] | Unknown;
}

/** A and B in two VPCs' worth of groups: A in group `Clients`, B in group `Servers`, whose rules are given. */
const rules = (servers: Rules, clients: Rules = {}) =>
  makeNetwork({
    vpcs: { Other: { blocks: ['10.1.0.0/16'] } },
    subnets: {
      One: { block4: '10.0.0.0/24', routes: ['0.0.0.0/0 -> Igw', '10.1.0.0/16 -> Peering'] },
      Two: { vpc: 'Other', block4: '10.1.0.0/24', routes: ['10.0.0.0/16 -> Peering'] },
    },
    peerings: { Peering: { requester: 'Vpc', accepter: 'Other' } },
    groups: { Servers: servers, Clients: clients, Third: { inbound: ['udp/53 from 0.0.0.0/0'] } },
    interfaces: {
      A: { subnet: 'One', groups: ['Clients'], public4: 'AEip' },
      B: { subnet: 'One', groups: ['Servers'], public4: 'BEip' },
      Both: { subnet: 'One', groups: ['Third', 'Servers'] },
      Bare: { subnet: 'One', groups: 'unfiltered' },
      Groupless: { subnet: 'One', groups: [] },
      Far: { subnet: 'Two', groups: ['Clients'] },
    },
  });

test.each([
  ['no rule admits nobody', [], 'A -> B tcp/80: no ENI_SG_RULES_MISMATCH at Servers'],
  ['a rule admits its port', ['tcp/80 from 10.0.0.0/24'], 'A -> B tcp/80: yes as A'],
  [
    'a rule admits no other port',
    ['tcp/80 from 10.0.0.0/24'],
    'A -> B tcp/81: no ENI_SG_RULES_MISMATCH at Servers',
  ],
  [
    'a rule admits no other protocol',
    ['tcp/80 from 10.0.0.0/24'],
    'A -> B udp/80: no ENI_SG_RULES_MISMATCH at Servers',
  ],
  [
    'a rule admits no other source',
    ['tcp/80 from 10.0.1.0/24'],
    'A -> B tcp/80: no ENI_SG_RULES_MISMATCH at Servers',
  ],
  [
    'an IPv6 rule admits no IPv4',
    ['tcp/80 from ::/0'],
    'A -> B tcp/80: no ENI_SG_RULES_MISMATCH at Servers',
  ],
  ['the rules of all groups count', ['tcp/80 from 0.0.0.0/0'], 'A -> Both udp/53: yes as A'],
  [
    'the rules of all groups count, whichever it is',
    ['tcp/80 from 0.0.0.0/0'],
    'A -> Both tcp/80: yes as A',
  ],
  ['no groups at all filter nothing', [], 'A -> Bare tcp/80: yes as A'],
  [
    'an empty list of groups admits nobody',
    [],
    'A -> Groupless tcp/80: no ENI_SG_RULES_MISMATCH at Groupless',
  ],
  [
    'a rule by group admits its interfaces',
    ['tcp/80 from group Clients'],
    'A -> B tcp/80: yes as A',
  ],
  [
    'a rule by group admits no others',
    ['tcp/80 from group Clients'],
    'Both -> B tcp/80: no ENI_SG_RULES_MISMATCH at Servers',
  ],
  [
    'a rule by group admits those of a peered VPC',
    ['tcp/80 from group Clients'],
    'Far -> B tcp/80: yes as Far',
  ],
  [
    'a rule by group admits nobody by public address',
    ['tcp/80 from group Clients'],
    'A -> public B tcp/80: no SG_REFERENCES_NOT_PRESERVED at Servers',
  ],
  [
    'a rule by everywhere admits a public address',
    ['tcp/80 from 0.0.0.0/0'],
    'A -> public B tcp/80: yes as AEip',
  ],
  [
    'an internet host is in no group',
    ['tcp/80 from group Clients'],
    '203.0.113.9 -> public B tcp/80: no ENI_SG_RULES_MISMATCH at Servers',
  ],
  ['part of the subnet may be it', ['tcp/80 from 10.0.0.0/25'], 'A -> B tcp/80: depends'],
  ['what nobody knows may be it', ['tcp/80 from unknown'], 'A -> B tcp/80: depends'],
  [
    'what surely matches outweighs what may',
    ['tcp/80 from unknown', 'tcp/80 from 0.0.0.0/0'],
    'A -> B tcp/80: yes as A',
  ],
  ['ICMP rules name types', ['icmp/8 from 0.0.0.0/0'], 'A -> B icmp/echo: yes as A'],
  [
    'another ICMP type is another',
    ['icmp/0 from 0.0.0.0/0'],
    'A -> B icmp/echo: no ENI_SG_RULES_MISMATCH at Servers',
  ],
])('%s', (_sentence, inbound, line) => {
  expect(retold(rules({ inbound }), line)).toBe(line);
});

test.each([
  ['no rule out lets nothing out', [], 'A -> B tcp/80: no ENI_SG_RULES_MISMATCH at Clients'],
  ['a rule out names the destination', ['tcp/80 to 10.0.0.0/24'], 'A -> B tcp/80: yes as A'],
  [
    'a rule out by group matches the destination',
    ['tcp/80 to group Servers'],
    'A -> B tcp/80: yes as A',
  ],
  [
    'a rule out by group does not match its public address',
    ['tcp/80 to group Servers'],
    'A -> public B tcp/80: no SG_REFERENCES_NOT_PRESERVED at Clients',
  ],
  [
    'a private block may be no public address',
    ['tcp/80 to 203.0.113.0/24'],
    'A -> public B tcp/80: depends',
  ],
  [
    'a host of the internet is what it is',
    ['tcp/80 to 203.0.113.0/24'],
    'A -> 203.0.113.9 tcp/80: yes as AEip',
  ],
  [
    'a list of a service matches the service',
    ['tcp/443 to list s3'],
    'A -> service s3 tcp/443: yes as AEip',
  ],
  [
    'a list of a service matches no other',
    ['tcp/443 to list dynamodb'],
    'A -> service s3 tcp/443: no ENI_SG_RULES_MISMATCH at Clients',
  ],
  [
    'a list of a service matches no host',
    ['tcp/443 to list s3'],
    'A -> 203.0.113.9 tcp/443: no ENI_SG_RULES_MISMATCH at Clients',
  ],
  ['a block may hold the service', ['tcp/443 to 52.0.0.0/8'], 'A -> service s3 tcp/443: depends'],
])('%s', (_sentence, outbound, line) => {
  expect(retold(rules({}, { outbound }), line)).toBe(line);
});

test('a group that admitted the request lets the reply out, and the sender lets it in', () => {
  const network = rules({ outbound: [] }, { inbound: [] });
  expect(fate(network, 'A -> B tcp/80')).toBe('yes as A');
});

test('a group whose rules nobody knows makes it depend', () => {
  expect(fate(rules({ inbound: { unknown: 'imported' } }), 'A -> B tcp/80')).toBe('depends');
});

test('a group that is not in the template makes it depend', () => {
  const network = makeNetwork({
    subnets: { One: { block4: '10.0.0.0/24' } },
    interfaces: { A: { subnet: 'One' }, B: { subnet: 'One', groups: ['sg-0123'] } },
  });
  expect(fate(network, 'A -> B tcp/80')).toBe('depends');
});

test('a rule by group does not reach into a VPC that is not peered', () => {
  const network = makeNetwork({
    vpcs: { Other: {} },
    subnets: { One: { block4: '10.0.0.0/24' }, Two: { vpc: 'Other', block4: '10.0.1.0/24' } },
    groups: { Clients: { outbound: ['all to group Open'] } },
    interfaces: { A: { subnet: 'One', groups: ['Clients'] }, B: { subnet: 'Two' } },
  });
  expect(fate(network, 'A -> B tcp/80')).toBe('no SG_REFERENCES_NOT_PRESERVED at Clients');
});
