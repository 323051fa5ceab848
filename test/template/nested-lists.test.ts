/** Lists that one nested stack gives and another takes: texts with commas on the way. */
import { openTemplates } from '../../lib/template/open.ts';
import { temporaryFolder, type Folder } from './folder.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const passing = (Subnets: unknown): unknown => {
  folder.write('net.json', {
    Parameters: { Some: { Type: 'CommaDelimitedList' } },
    Resources: {
      A: { Type: 'AWS::EC2::Subnet' },
      B: { Type: 'AWS::EC2::Subnet' },
      C: { Type: 'Custom::Ids' },
    },
    Outputs: {
      A: { Value: { Ref: 'A' } },
      Both: { Value: { 'Fn::Join': [',', [{ Ref: 'A' }, { Ref: 'B' }]] } },
      Custom: { Value: { Ref: 'C' } },
      Some: { Value: { 'Fn::Join': [',', { Ref: 'Some' }] } },
    },
  });
  folder.write('app.json', {
    Parameters: { Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' } },
    Resources: {
      Host: { Type: 'T', Properties: { in: { 'Fn::Select': [0, { Ref: 'Subnets' }] } } },
    },
  });
  const Type = 'AWS::CloudFormation::Stack';
  const all = folder.write('All.json', {
    Resources: {
      Net: { Type, Properties: { TemplateURL: './net.json' } },
      App: { Type, Properties: { TemplateURL: './app.json', Parameters: { Subnets } } },
    },
  });
  const host = openTemplates(all).resources.find(({ logicalId }) => logicalId === 'Host');
  return host?.properties['in'];
};
const output = (name: string) => ({ 'Fn::GetAtt': ['Net', `Outputs.${name}`] });

test.each([
  ['one output', output('A'), '${All-Net/A}'],
  ['a joined list of one', { 'Fn::Join': [',', [output('A')]] }, '${All-Net/A}'],
  ['a joined list', { 'Fn::Join': [', ', [output('A'), 'subnet-1']] }, '${All-Net/A}'],
  ['an output that is a list', output('Both'), '${All-Net/A}'],
])('passes a list as text, of which one entry is taken: %s', (_, passed, taken) => {
  expect(passing(passed)).toBe(taken);
});

test.each(['Custom', 'Some'])('passes %s, which may hold a comma: no entry is known', (name) => {
  expect(passing(output(name))).toMatch(/^\$\{Select 0 of /);
});
