/** What `expectNetwork` says of a shop whose network is another stack's. */
import type { Code } from '../../lib/network/question.ts';
import { ExpectationFailed, expectNetwork, internet } from '../../lib/assertions/index.ts';
import { thrownBy } from '../template/folder.ts';
import { said } from './said.ts';
import { shop } from './shop.ts';

const network = expectNetwork(shop().stack);

const web = () => network.from(internet()).to('Web');
const db = () => network.from('Web').to('Db');
const fromOutside = () => network.from(internet()).to('Db');
const notAddressed: Code = 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS';

const held = [
  {
    says: 'the internet reaches what is open to it',
    run: () => {
      web().tcp(443).isAllowed();
    },
  },
  {
    says: 'one host of the internet does too',
    run: () => {
      network.from(internet('198.51.100.7')).to('Web').tcp(443).isAllowed();
    },
  },
  {
    says: 'a port that no rule opens is blocked',
    run: () => {
      web().tcp(80).isBlocked();
    },
  },
  {
    says: 'all ports but one are not all',
    run: () => {
      db().tcp(5433, 65_535).isBlocked({ by: 'ENI_SG_RULES_MISMATCH' });
    },
  },
  {
    says: 'another protocol is another question',
    run: () => {
      db().udp(5432).isBlocked();
    },
  },
  {
    says: 'an echo is one too',
    run: () => {
      db().icmp().isBlocked({ by: 'ENI_SG_RULES_MISMATCH' });
    },
  },
  {
    says: 'the reason may be one of several',
    run: () => {
      fromOutside()
        .tcp(5432)
        .isBlocked({ by: ['NO_ROUTE_TO_DESTINATION', notAddressed] });
    },
  },
  {
    says: 'who alone is let in alone reaches it',
    run: () => {
      network.only(['Web']).canReach('Db').tcp(5432);
    },
  },
  {
    says: 'nobody is a list without names',
    run: () => {
      network.only([]).canReach('Db').tcp(22);
    },
  },
  {
    says: 'a whole path is a name too',
    run: () => {
      network.from('Shop/Web').to('Shop/Db').tcp(5432).isAllowed();
    },
  },
];

test.each(held)('$says', ({ run }) => {
  expect(said(run)).toBe('');
});

const failed = [
  {
    says: 'what is blocked is not allowed: the gate, and what would open it',
    run: () => {
      db().tcp(22).isAllowed();
    },
    words: [
      'expected that Web -> Db tcp/22 is allowed\n\nWeb -> Db tcp/22: blocked, ENI_SG_RULES_MISMATCH at Db/InstanceSecurityGroup\n',
      'BLOCKED  security group in',
      'The smallest change that opens it:\n  add a rule to Db/InstanceSecurityGroup: allow tcp/22 from Web/InstanceSecurityGroup',
    ],
  },
  {
    says: 'what gets through is not blocked: its way, hop by hop',
    run: () => {
      web().tcp(443).isBlocked();
    },
    words: [
      'is blocked\n\ninternet -> Web tcp/443: reachable\n  request    internet gateway   Vpc/IGW',
    ],
  },
  {
    says: 'a wrong reason tells the true one',
    run: () => {
      fromOutside().tcp(5432).isBlocked({ by: 'NO_ROUTE_TO_DESTINATION' });
    },
    words: [
      `is blocked by NO_ROUTE_TO_DESTINATION\n\ninternet -> Db tcp/5432: blocked, ${notAddressed} at Db`,
    ],
  },
  {
    says: 'some ports of many are not all of them',
    run: () => {
      db().tcp(5000, 6000).isAllowed();
    },
    words: ['tcp/5000-6000: partly, only to ports 5432'],
  },
  {
    says: 'some ports of many are not none of them either',
    run: () => {
      db().tcp(5000, 6000).isBlocked();
    },
    words: ['is blocked\n\nWeb -> Db tcp/5000-6000: partly, only to ports 5432'],
  },
  {
    says: 'somebody else who gets in is named',
    run: () => {
      network.only(['Db']).canReach('Web').tcp(443);
    },
    words: [
      'expected that only Db can reach Web tcp/443\n\nOthers can: internet, a host in ',
      'internet -> Web tcp/443: reachable\n',
    ],
  },
  {
    says: 'who is named and does not get in is explained',
    run: () => {
      network.only(['Web', 'Vpc/PublicSubnet1/Subnet']).canReach('Db').tcp(5432);
    },
    words: [
      'expected that Vpc/PublicSubnet1/Subnet -> Db tcp/5432 is allowed\n\n',
      'blocked, ENI_SG_RULES_MISMATCH',
    ],
  },
];

test.each(failed)('$says', ({ run, words }) => {
  expect(thrownBy(run)).toBeInstanceOf(ExpectationFailed);
  for (const each of words) expect(said(run)).toContain(each);
});
