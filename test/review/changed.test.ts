/** The change section: stacks, outputs and defaults, and what is left out where only the new counts. */
import { attentionOf } from '../../lib/review/attention.ts';
import { gates } from '../../lib/review/gates.ts';
import { markdownOf } from '../../lib/review/markdown.ts';
import { pageOf } from '../../lib/review/page/page.ts';
import { changed } from '../../lib/review/sections/change.ts';
import type { Report } from '../../lib/review/report.ts';
import { changeAgainst, reviewOf, type Reviewing } from '../../lib/review/review.ts';
import { openTemplates } from '../../lib/template/open.ts';
import { temporaryFolder } from '../template/folder.ts';
import { networkElsewhere, openHost } from './templates.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

function reviewed(name: string, template: object): Reviewing {
  const opened = openTemplates(folder.write(name, template));
  return {
    name,
    stage: null,
    folder: '',
    opened,
    accepted: [],
    verdicts: [],
    variant: 'production',
  };
}

describe('beside resources', () => {
  const template = (Default: string, more: object = {}) => ({
    Parameters: {
      Cidr: { Type: 'String', Default },
      BootstrapVersion: { Type: 'String', Default },
      Password: { Type: 'String', NoEcho: true, Default: `secret ${Default}` },
    },
    Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { Ref: 'Cidr' } } } },
    Outputs: { Range: { Value: { Ref: 'Cidr' } }, ...more },
  });
  const before = reviewed('before.json', template('10.0.0.0/16', { Gone: { Value: 1 } }));
  const after = reviewed('after.json', template('10.1.0.0/16', { New: { Value: 1 } }));

  test('another default replaces what it is used in, and is told with what keeps it', () => {
    const change = changeAgainst(before, after);
    expect(change.resources).toMatchObject([{ kind: 'replaced', causes: ['CidrBlock'] }]);
    expect(change.parameters.map(({ name }) => name)).toContain('Cidr');
    expect(change.parameters.map(({ name }) => name)).not.toContain('BootstrapVersion');
    expect(JSON.stringify(changed(change, []))).toContain(
      'parameter Cidr has 10.1.0.0/16 as default, not 10.0.0.0/16: a stack that is there keeps its value',
    );
  });

  test('a default that may not be shown is not', () => {
    expect(JSON.stringify(changeAgainst(before, after))).not.toContain('secret');
  });

  test('outputs that come, go and change', () => {
    const { outputs, stacks } = changeAgainst(before, after);
    expect(outputs.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'changed Range',
      'removed Gone',
      'added New',
    ]);
    expect(stacks).toEqual([]);
  });

  test('a condition that no longer holds removes what hangs on it', () => {
    const conditional = (Default: string) => ({
      Parameters: { On: { Type: 'String', Default } },
      Conditions: { IsOn: { 'Fn::Equals': [{ Ref: 'On' }, 'yes'] } },
      Resources: {
        Data: { Type: 'AWS::DynamoDB::Table', Condition: 'IsOn' },
        Topic: { Type: 'AWS::SNS::Topic' },
      },
    });
    const { resources } = changeAgainst(
      reviewed('on.json', conditional('yes')),
      reviewed('off.json', conditional('no')),
    );
    expect(resources).toMatchObject([
      { kind: 'removed', place: 'Data', data: { holds: 'items', fate: 'lost' } },
    ]);
  });
});

describe('only what is new', () => {
  const queue = { Type: 'AWS::SQS::Queue' };
  const kept = { ...queue, DeletionPolicy: 'Retain' };
  const before = reviewed('few.json', { Resources: { A: kept } });
  const after = reviewed('more.json', { Resources: { A: kept, B: kept } });

  test('what the base has too is neither a finding nor a line for a person', () => {
    const report = reviewOf(after, before, true);
    expect(new Set(report.findings.map(({ place }) => place))).toEqual(new Set(['B']));
    expect(report.verdict.findings).toBe(report.findings.length);
    expect(report.verdict.attention).toContain('Left behind when it is removed: B');
    expect(report.change?.onlyNew).toBe(true);
  });

  test('without it all are there', () => {
    const report = reviewOf(after, before);
    expect(new Set(report.findings.map(({ place }) => place))).toEqual(new Set(['A', 'B']));
    expect(report.verdict.attention).toContain('Left behind when it is removed: A, B');
  });

  test('against itself nothing is left', () => {
    const report = reviewOf(after, after, true);
    expect([report.findings, report.verdict.attention]).toEqual([[], []]);
  });
});

describe('nested stacks under a file of another name', () => {
  const nesting = (name: string, CidrBlock: string): Reviewing => {
    const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock } };
    const Outputs = { Id: { Value: { Ref: 'Vpc' } } };
    const child = folder.write(`child-of-${name}`, { Resources: { Vpc: vpc }, Outputs });
    const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: child } };
    const VpcId = { 'Fn::GetAtt': ['Net', 'Outputs.Id'] };
    const table = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId } };
    return reviewed(name, { Resources: { Net: nested, Table: table } });
  };

  test('are told by their logical ids', () => {
    const same = changeAgainst(
      nesting('one.json', '10.0.0.0/16'),
      nesting('two.json', '10.0.0.0/16'),
    );
    expect([same.stacks, same.resources]).toEqual([[], []]);
  });

  test('change as they do under one name', () => {
    const { stacks, resources } = changeAgainst(
      nesting('one.json', '10.0.0.0/16'),
      nesting('two.json', '10.1.0.0/16'),
    );
    expect(stacks).toEqual([]);
    expect(resources).toMatchObject([
      { kind: 'replaced', place: 'Vpc', stack: 'two-Net' },
      { kind: 'replaced', place: 'Table', because: ['Vpc'] },
    ]);
  });
});

test('what loses data stands before all else', () => {
  const table = (Name: string) => ({
    Type: 'AWS::DynamoDB::Table',
    Properties: { TableName: Name },
  });
  const before = reviewed('a.json', {
    Resources: { T: table('a'), Q: { Type: 'AWS::SNS::Topic' } },
  });
  const after = reviewed('b.json', { Resources: { T: table('b') } });
  const none: Pick<Report, 'absent' | 'entries' | 'outsiders' | 'leftovers'> = {
    ...{ absent: [], entries: [], outsiders: [], leftovers: [] },
  };
  const exposure = { inbound: [], outbound: [], roles: [], pairs: [], unknown: [] };
  const lines = attentionOf({ ...none, exposure, change: changeAgainst(before, after) });
  expect(lines.slice(0, 2)).toEqual(['Loses its data: T', 'Removed: Q']);
});

test('what CloudFormation refuses is not told as replaced, nor as a loss', () => {
  const table = (AttributeName: string) => ({
    Resources: {
      T: {
        Type: 'AWS::DynamoDB::Table',
        Properties: { TableName: 'orders', KeySchema: [{ AttributeName, KeyType: 'HASH' }] },
      },
    },
  });
  const { verdict } = reviewOf(
    reviewed('named.json', table('b')),
    reviewed('named-before.json', table('a')),
  );
  expect(verdict.attention[0]).toBe('CloudFormation refuses to update: T');
  expect(verdict.attention.join()).not.toMatch(/Loses|Replaced/);
});

test('what a month costs more or less is told line by line', () => {
  const eip = { Type: 'AWS::EC2::EIP' };
  const volume = (Size: number) => ({
    Type: 'AWS::EC2::Volume',
    Properties: { Size, VolumeType: 'gp3', AvailabilityZone: 'us-east-1a' },
  });
  const change = changeAgainst(
    reviewed('cheap.json', { Resources: { V: volume(10) } }),
    reviewed('dear.json', { Resources: { V: volume(20), Eip: eip } }),
  );
  const text = JSON.stringify(changed(change, []));
  expect(text).toContain('["added","+3.65","Eip",');
  expect(text).toMatch(/\["changed","\+0.8\d*","V",".*: 0.8\d* -> 1.6\d*"\]/);
});

test('an acceptance whose last day is over stands in the ledger and covers nothing', () => {
  const plain = reviewed('q.json', { Resources: { Q: { Type: 'AWS::SQS::Queue' } } });
  const entry = { rule: 'kit/queue-dlq', at: 'Q', reason: 'once' };
  const { findings, accepted } = reviewOf({
    ...plain,
    expired: [{ ...entry, until: '2020-01-01' }],
  });
  expect(findings.map(({ rule }) => rule)).toContain(entry.rule);
  expect(accepted).toMatchObject([{ ...entry, state: 'expired', until: '2020-01-01', covers: [] }]);
});

describe('what ends a review with 1', () => {
  const stackWith = (Type: string, Properties: object): object => ({
    Resources: { It: { Type, Properties } },
  });
  const fails = (before: object, after: object): boolean | undefined =>
    gates['replacement']?.(reviewOf(reviewed('now.json', after), reviewed('old.json', before)));
  const table = (TableName: string) => stackWith('AWS::DynamoDB::Table', { TableName });
  const vpc = (InstanceTenancy: string) => stackWith('AWS::EC2::VPC', { InstanceTenancy });
  const database = (Engine: string) => stackWith('AWS::RDS::DBInstance', { Engine });
  const revision = stackWith('AWS::Lambda::Version', {});
  const topic = { Resources: { Other: { Type: 'AWS::SNS::Topic' } } };

  test.each([
    { from: table('a'), to: table('b'), expected: true },
    { from: table('a'), to: topic, expected: true },
    { from: table('a'), to: table('a'), expected: false },
    { from: revision, to: topic, expected: false },
    { from: vpc('default'), to: vpc('dedicated'), expected: false },
    { from: database('mysql'), to: database('postgres'), expected: true },
    {
      from: topic,
      to: { Resources: { ...topic.Resources, More: { Type: 'AWS::SNS::Topic' } } },
      expected: false,
    },
  ])('replacement from $from to $to: $expected', ({ from, to, expected }) => {
    expect(fails(from, to)).toBe(expected);
  });
});

describe('of what the internet reaches for sure, and of what only perhaps,', () => {
  const report = reviewOf(
    reviewed('both.json', {
      ...networkElsewhere,
      Resources: { ...networkElsewhere.Resources, ...openHost },
    }),
    reviewed('neither.json', { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }),
  );

  test('the heading counts each', () => {
    expect(report.verdict).toMatchObject({ exposed: 2, exposedPerhaps: 1 });
    expect(markdownOf(report)).toContain('in VPCs the internet reaches 1 end, 1 perhaps ·');
    expect(pageOf(report)).toContain('reached from the internet in VPCs, 1 perhaps');
  });

  test('a line of its own says which', () => {
    expect(report.verdict.attention).toEqual(
      expect.arrayContaining([
        'The internet reaches: OpenHost',
        'The internet perhaps reaches: Host',
        'The internet now reaches: OpenHost',
        'The internet perhaps now reaches: Host',
      ]),
    );
  });

  test('the change says which', () => {
    const text = markdownOf(report);
    expect(text).toContain('from the internet to OpenHost (everywhere)\n');
    expect(text).toContain('opened tcp/22 from the internet to Host (everywhere), perhaps');
  });

  test('what only perhaps is exposed fails the gate as well', () => {
    expect(gates['exposure']?.(reviewOf(reviewed('perhaps.json', networkElsewhere)))).toBe(true);
  });
});
