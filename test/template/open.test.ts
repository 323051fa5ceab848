import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTemplates, type Given, type Opened } from '../../lib/template/open.ts';
import { temporaryFolder, type Folder } from './folder.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const seeds = join(import.meta.dirname, 'seeds');
const open = (content: unknown, given?: Given): Opened =>
  openTemplates(folder.write('Web.template.json', content), given);
const propertiesOf = ({ resources }: Opened, id: string): unknown =>
  resources.find(({ logicalId }) => logicalId === id)?.properties;

const parameters = {
  Count: { Type: 'Number', Default: '3' },
  Env: { Type: 'String', AllowedValues: ['dev', 'prod'] },
  Ids: { Type: 'List<AWS::EC2::Subnet::Id>' },
  Image: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: '/ami' },
};
const template = {
  Parameters: parameters,
  Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
  Resources: {
    A: {
      Type: 'T',
      Condition: 'IsProd',
      Properties: {
        env: { Ref: 'Env' },
        ids: { Ref: 'Ids' },
        second: { 'Fn::Select': [1, { Ref: 'Ids' }] },
        image: { Ref: 'Image' },
        import: { 'Fn::ImportValue': 'shared' },
        choice: { 'Fn::If': ['IsProd', 'big', 'small'] },
        same: { 'Fn::If': ['IsProd', 'one', 'one'] },
        zone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
        stack: { Ref: 'AWS::StackName' },
        dynamic: '{{resolve:ssm:/x}}',
      },
    },
  },
};

test('JSON and YAML with its short forms are the same template', () => {
  const [json, yaml] = ['json', 'yaml'].map((end) => openTemplates(join(seeds, `network.${end}`)));
  expect(json?.resources.length).toBeGreaterThan(5);
  const bare = (opened: Opened | undefined) =>
    (opened?.resources ?? []).map(({ source, ...rest }) => ({
      ...rest,
      isPlaced: source !== undefined,
    }));
  expect(bare(json)).toEqual(bare(yaml));
  const outputs = (opened: Opened | undefined) => opened?.templates.map((each) => each.outputs);
  expect(outputs(json)).toEqual(outputs(yaml));
  const unknowns = (opened: Opened | undefined) => opened?.templates.map((each) => each.unknowns);
  expect(unknowns(json)).toEqual(unknowns(yaml));
});

test.each(['json', 'yaml'])('each resource of %s says in which line it is written', (end) => {
  const lines = readFileSync(join(seeds, `network.${end}`), 'utf8').split('\n');
  for (const { logicalId, source } of openTemplates(join(seeds, `network.${end}`)).resources)
    expect(lines[(source?.line ?? 0) - 1]).toMatch(new RegExp(`^ +"?${logicalId}"?:`));
});

describe('what is not known', () => {
  test.each([
    ['env', '${Env}', 'parameter Env has no default'],
    ['ids', '${Ids}', 'parameter Ids has no default'],
    ['second', '${Select 1 of Ids}', 'parameter Ids has no default'],
    ['image', '${Image}', 'parameter Image is read from SSM at deployment (/ami)'],
    ['import', '${ImportValue shared}', 'import shared is in no template given'],
    [
      'choice',
      '${If IsProd then big else small}',
      'condition IsProd cannot be decided: parameter Env has no default',
    ],
    ['zone', '${AWS::Region}a', 'AWS::Region is known at deployment'],
    ['dynamic', '{{resolve:ssm:/x}}', '{{resolve:ssm:/x}} is read when the stack is deployed'],
  ])('stays a placeholder with its reason: %s', (property, placeholder, reason) => {
    const opened = open(template);
    expect(propertiesOf(opened, 'A')).toMatchObject({ [property]: placeholder });
    expect(opened.reasonOf(placeholder, 'Web')).toBe(reason);
  });

  test('is no matter where both branches agree', () => {
    expect(propertiesOf(open(template), 'A')).toMatchObject({ same: 'one', stack: 'Web' });
  });

  test('marks a resource whose condition is open', () => {
    expect(open(template).resources[0]?.condition).toBe(
      'condition IsProd cannot be decided: parameter Env has no default',
    );
    expect(open(template, { parameters: { Env: 'prod' } }).resources[0]?.condition).toBeUndefined();
    expect(open(template, { parameters: { Env: 'dev' } }).resources).toEqual([]);
  });
});

describe('parameters', () => {
  test('that are given stand in the values, lists taken apart, pseudo parameters too', () => {
    const given = { Env: 'prod', Ids: 'subnet-1, subnet-2', 'AWS::Region': 'eu-west-1' };
    expect(propertiesOf(open(template, { parameters: given }), 'A')).toMatchObject({
      env: 'prod',
      ids: ['subnet-1', 'subnet-2'],
      second: 'subnet-2',
      zone: 'eu-west-1a',
      choice: 'big',
    });
  });

  test('of SSM are given a name there, which is no value', () => {
    const opened = open(template, { parameters: { Image: '/other' } });
    expect(propertiesOf(opened, 'A')).toMatchObject({ image: '${Image}' });
    expect(opened.reasonOf('${Image}', 'Web')).toMatch(/\(\/other\)$/);
  });

  test.each([
    [
      'Env',
      'test',
      'BadParameter',
      "parameter Env cannot be 'test': the template allows dev, prod",
    ],
    [
      'Count',
      'many',
      'BadParameter',
      "parameter Count cannot be 'many': the template expects Number",
    ],
    ['Enw', 'prod', 'UnknownParameter', "no template here has a parameter 'Enw'"],
  ])('%s=%s is refused', (name, value, ...[code, message]) => {
    expect(() => open(template, { parameters: { [name]: value } })).toThrow(
      expect.objectContaining({ code, message }) as Error,
    );
  });
});

describe('loops and macros', () => {
  const looped = {
    Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
    Parameters: { Zones: { Type: 'CommaDelimitedList' } },
    Resources: {
      'Fn::ForEach::Subnets': [
        'Zone',
        { Ref: 'Zones' },
        {
          'Subnet&{Zone}': { Type: 'T', Properties: { Zone: { Ref: 'Zone' }, Name: 'n-${Zone}' } },
        },
      ],
    },
  };

  test('a loop makes its resources', () => {
    const opened = open(looped, { parameters: { Zones: 'a,b-1' } });
    expect(opened.resources).toMatchObject([
      { logicalId: 'Subneta', properties: { Zone: 'a', Name: 'n-a' } },
      { logicalId: 'Subnetb1', properties: { Zone: 'b-1', Name: 'n-b-1' } },
    ]);
  });

  test('a loop over what is not known is refused', () => {
    expect(() => open(looped)).toThrow(
      /Fn::ForEach::Subnets goes over what is not known: parameter Zones has no default/,
    );
  });

  const named = (Transform: unknown) => {
    const name = { 'Fn::Sub': 'Queue${Which}' };
    const Properties = {
      ...{ Arn: { 'Fn::GetAtt': [name, 'Arn'] }, Id: { Ref: name } },
      Open: { Ref: { Ref: 'Open' } },
    };
    return {
      Transform,
      Parameters: { Which: { Type: 'String', Default: 'B' }, Open: { Type: 'String' } },
      Resources: { QueueB: { Type: 'T' }, User: { Type: 'T', Properties } },
    };
  };

  test('a name that a function makes is known by the language extensions', () => {
    expect(open(named('AWS::LanguageExtensions')).resources[1]?.properties).toEqual({
      ...{ Arn: '${QueueB.Arn}', Id: '${QueueB}', Open: '${Ref Open}' },
    });
    expect(() => open(named([]))).toThrow(/takes a name, not a map/);
  });

  test('a macro that only CloudFormation runs is a warning', () => {
    const { warnings } = open(looped, { parameters: { Zones: 'a' } });
    expect(warnings).toEqual([expect.stringMatching(/AWS::Serverless-2016-10-31 is run by/)]);
  });
});
