/** What `expectNetwork` refuses to answer, and what it does not take for an answer. */
import { ExpectationFailed, expectNetwork } from '../../lib/assertions/index.ts';
import { thrownBy } from '../template/folder.ts';
import { said } from './said.ts';
import { shop } from './shop.ts';

const network = expectNetwork(shop().stack);
const db = () => network.from('Web').to('Db');

const refused = [
  {
    says: 'a name that is not there',
    run: () => {
      network.from('Wep').to('Db').tcp(1).isBlocked();
    },
    words: /^UnknownPlace: .* 'Wep'; nearest: Web/,
  },
  {
    says: 'an end that is not there',
    run: () => {
      network.only([]).canReach('__proto__').tcp(1);
    },
    words: /^UnknownPlace: .* '__proto__'; there are: /,
  },
  {
    says: 'a name of several',
    run: () => {
      network.from('Subnet').to('Db').tcp(1).isBlocked();
    },
    words: /^AmbiguousPlace: 'Subnet' means .*; name more of the path$/,
  },
  {
    says: 'a port that is none',
    run: () => {
      db().tcp(65_536).isBlocked();
    },
    words: /^BadFlow: 'tcp\/65536'/,
  },
  {
    says: 'a range that runs backwards',
    run: () => {
      db().tcp(9, 8).isBlocked();
    },
    words: /^BadFlow: 'tcp\/9-8'/,
  },
  {
    says: 'a port that is no number',
    run: () => {
      db().udp(Number.NaN).isBlocked();
    },
    words: /^BadFlow: 'udp\/NaN/,
  },
];

test.each(refused)('refuses $says', ({ run, words }) => {
  expect(thrownBy(run)).not.toBeInstanceOf(ExpectationFailed);
  expect(said(run)).toMatch(words);
});

const imported = {
  Parameters: { GroupId: { Type: 'AWS::EC2::SecurityGroup::Id' } },
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' },
    },
    One: {
      Type: 'AWS::EC2::Instance',
      Properties: { SubnetId: { Ref: 'Subnet' }, SecurityGroupIds: [{ Ref: 'GroupId' }] },
    },
    Two: {
      Type: 'AWS::EC2::Instance',
      Properties: { SubnetId: { Ref: 'Subnet' }, SecurityGroupIds: [{ Ref: 'GroupId' }] },
    },
  },
};
const open = expectNetwork(imported);
const depending = [
  {
    claim: 'allowed',
    run: () => {
      open.from('One').to('Two').tcp(80).isAllowed();
    },
  },
  {
    claim: 'blocked',
    run: () => {
      open.from('One').to('Two').tcp(80).isBlocked();
    },
  },
  {
    claim: 'open to nobody',
    run: () => {
      open.only([]).canReach('Two').tcp(80);
    },
  },
];

test.each(depending)(
  'what depends on a parameter is not $claim, and the parameter is named',
  ({ run }) => {
    expect(thrownBy(run)).toBeInstanceOf(ExpectationFailed);
    expect(said(run)).toMatch(
      /depends on .*GroupId[^]*It depends on:\n {2}.*GroupId[^]*State what/,
    );
  },
);

test('whoever gets in for sure is explained before whoever may', () => {
  const { groups, more } = {
    groups: {
      GroupDescription: 'g',
      VpcId: { Ref: 'Vpc' },
      SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }],
    },
    more: {
      Type: 'AWS::EC2::Instance',
      Properties: { SubnetId: { Ref: 'Subnet' }, SecurityGroupIds: [{ Ref: 'Open' }] },
    },
  };
  const template = {
    ...imported,
    Resources: {
      ...imported.Resources,
      Open: { Type: 'AWS::EC2::SecurityGroup', Properties: groups },
      Three: more,
      Four: more,
    },
  };
  const run = (): void => {
    expectNetwork(template).only([]).canReach('Four').tcp(80);
  };
  expect(said(run)).toMatch(
    /Others can: One\?, Two\?, Three[^]*\n\n?Three -> Four tcp\/80: reachable/,
  );
});
