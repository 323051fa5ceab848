/** What other people's rules are asked about: the template as written, without what is not made. */
import { openTemplates } from '../../lib/template/open.ts';
import { temporaryFolder, type Folder } from './folder.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const nothing = { Ref: 'AWS::NoValue' };
const head = {
  Parameters: {
    Prod: { Type: 'String', Default: 'no' },
    Size: { Type: 'String' },
  },
  Conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Prod' }, 'yes'] },
    IsCheap: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    IsLarge: { 'Fn::Equals': [{ Ref: 'Size' }, 'large'] },
  },
};

function decided(rest: Readonly<Record<string, unknown>>, Prod?: string) {
  const file = folder.write('a.json', { ...head, ...rest });
  const { decided: of } = openTemplates(file, Prod === undefined ? {} : { parameters: { Prod } });
  return of('a');
}

const ifElse = (...branches: readonly unknown[]) => ({ 'Fn::If': branches });
const queue = (Properties: object = {}, more: object = {}) => ({
  ...{ Type: 'AWS::SQS::Queue', Properties },
  ...more,
});

test('what is not made is not there, and nobody waits for it', () => {
  const { Resources } =
    decided({
      Resources: {
        Prod: queue({}, { Condition: 'IsProd' }),
        Cheap: queue({}, { Condition: 'IsCheap', DependsOn: ['Prod', 'Perhaps'] }),
        Perhaps: queue({}, { Condition: 'IsLarge', DependsOn: 'Prod' }),
      },
    }) ?? {};
  expect(Resources).toEqual({
    Cheap: queue({}, { DependsOn: ['Perhaps'] }),
    Perhaps: queue({}, { Condition: 'IsLarge' }),
  });
});

test('a known condition takes its branch, an open one keeps both, and nothing is nothing', () => {
  const { Resources } =
    decided({
      Resources: {
        Q: queue({
          QueueName: ifElse('IsProd', 'prod', { Ref: 'Size' }),
          DelaySeconds: ifElse('IsProd', 5, nothing),
          Tags: [ifElse('IsProd', { Key: 'a' }, nothing), nothing, { Key: 'b' }],
          KmsMasterKeyId: ifElse('IsLarge', ifElse('IsProd', 'x', 'y'), nothing),
        }),
      },
    }) ?? {};
  expect(Resources?.['Q']?.Properties).toEqual({
    QueueName: { Ref: 'Size' },
    Tags: [{ Key: 'b' }],
    KmsMasterKeyId: ifElse('IsLarge', 'y', nothing),
  });
});

test('what was given decides', () => {
  const rest = { Resources: { Q: queue({ QueueName: ifElse('IsProd', 'prod', 'other') }) } };
  expect(decided(rest, 'yes')?.Resources?.['Q']?.Properties).toEqual({ QueueName: 'prod' });
});

test.each([
  ['no list', { 'Fn::If': 'IsProd' }],
  ['two branches', ifElse('IsProd', 1)],
  ['no name', ifElse({ Ref: 'Prod' }, 1, 2)],
])('a condition that is none (%s) is left as it is', (_, value) => {
  const Metadata = { note: value };
  expect(
    decided({ Resources: { Q: queue({}, { Metadata }) } })?.Resources?.['Q']?.Metadata,
  ).toEqual(Metadata);
});
