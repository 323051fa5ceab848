import { openTemplates, type Opened } from '../../lib/template/open.ts';
import { temporaryFolder, type Folder } from './folder.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };

function assembly(stacks: Readonly<Record<string, unknown>>): Opened {
  for (const [name, raw] of Object.entries(stacks)) folder.write(`${name}.json`, raw);
  const artifacts = Object.keys(stacks).map((name) => [
    name,
    { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.json` } },
  ]);
  folder.write('manifest.json', { artifacts: Object.fromEntries(artifacts) as unknown });
  return openTemplates(folder.path);
}

const find = ({ resources }: Opened, stack: string, id: string) =>
  resources.find((each) => each.stack === stack && each.logicalId === id);

test('an import is found in whatever order the stacks are listed, and names its stack', () => {
  const opened = assembly({
    Web: {
      Resources: {
        A: {
          Type: 'T',
          Properties: {
            vpc: { 'Fn::ImportValue': { 'Fn::Sub': 'Network-vpc' } },
            id: { 'Fn::ImportValue': 'Network-id' },
            ids: { 'Fn::Split': [',', { 'Fn::ImportValue': 'Network-ids' }] },
            output: { 'Fn::GetStackOutput': { StackName: 'Network', OutputName: 'Vpc' } },
          },
        },
      },
    },
    Network: {
      Parameters: { Id: { Type: 'String' } },
      Resources: { Vpc: vpc, Other: vpc },
      Outputs: {
        Vpc: { Value: { Ref: 'Vpc' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-vpc' } } },
        Id: { Value: { Ref: 'Id' }, Export: { Name: 'Network-id' } },
        Ids: {
          Value: { 'Fn::Join': [',', [{ Ref: 'Vpc' }, { Ref: 'Other' }]] },
          Export: { Name: 'Network-ids' },
        },
      },
    },
  });
  expect(find(opened, 'Web', 'A')?.properties).toEqual({
    vpc: '${Network/Vpc}',
    id: '${Network/Id}',
    ids: ['${Network/Vpc}', '${Network/Other}'],
    output: '${Network/Vpc}',
  });
  expect(opened.reasonOf('${Network/Id}', 'Web')).toBe(
    'parameter Id has no default (stack Network)',
  );
});

describe('a stack in a stack', () => {
  const child = {
    Parameters: { Block: { Type: 'String' }, Group: { Type: 'String' }, Open: { Type: 'String' } },
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { Ref: 'Block' } } },
      User: { Type: 'T', Properties: { group: { Ref: 'Group' }, open: { Ref: 'Open' } } },
    },
    Outputs: {
      VpcId: { Value: { Ref: 'Vpc' } },
      Group: { Value: { Ref: 'Group' } },
      Block: { Value: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } },
    },
  };
  const nested = (where: unknown): object => ({
    Type: 'AWS::CloudFormation::Stack',
    ...(where as object),
  });
  const Parameters = { Block: '10.7.0.0/16', Group: { Ref: 'Group' } };
  const parent = (where: object, condition?: unknown) => ({
    Parameters: { P: { Type: 'String' } },
    Conditions: { Wanted: condition ?? { 'Fn::Equals': ['a', 'a'] } },
    Resources: {
      Group: { Type: 'AWS::EC2::SecurityGroup' },
      Net: nested({ ...where, Condition: 'Wanted' }),
      User: {
        Type: 'T',
        Properties: {
          vpc: { 'Fn::GetAtt': ['Net', 'Outputs.VpcId'] },
          group: { 'Fn::Sub': '${Net.Outputs.Group}' },
          block: { 'Fn::GetAtt': 'Net.Outputs.Block' },
        },
      },
    },
  });
  const where = {
    Metadata: { 'aws:asset:path': 'child.json' },
    Properties: { TemplateURL: { 'Fn::Sub': 'https://x/${AWS::Region}' }, Parameters },
  };

  test('gets its parameters and gives its outputs, each thing by its own name', () => {
    folder.write('child.json', child);
    const opened = assembly({ App: parent(where) });
    expect(find(opened, 'App', 'User')?.properties).toEqual({
      vpc: '${App-Net/Vpc}',
      group: '${Group}',
      block: '10.7.0.0/16',
    });
    expect(find(opened, 'App-Net', 'User')?.properties).toEqual({
      group: '${App/Group}',
      open: '${Open}',
    });
    expect(find(opened, 'App-Net', 'Vpc')).toMatchObject({
      path: 'App-Net/Vpc',
      properties: { CidrBlock: '10.7.0.0/16' },
      source: { line: 1 },
    });
  });

  test('is not there, or open, as its resource is', () => {
    folder.write('child.json', child);
    const never = assembly({ App: parent(where, { 'Fn::Equals': ['a', 'b'] }) });
    expect(find(never, 'App-Net', 'Vpc')).toBeUndefined();
    const open = assembly({ App: parent(where, { 'Fn::Equals': [{ Ref: 'P' }, 'b'] }) });
    expect(find(open, 'App-Net', 'Vpc')?.condition).toMatch(/parameter P has no default/);
  });

  test('whose template is elsewhere is a warning, and its outputs stay unknown', () => {
    const far = { Properties: { TemplateURL: 'https://x/child.json', Parameters } };
    const opened = assembly({ App: parent(far) });
    expect(opened.warnings).toEqual([
      expect.stringMatching(/the template of Net in .* is not here/),
    ]);
    expect(find(opened, 'App', 'User')?.properties).toMatchObject({ vpc: '${Net.Outputs.VpcId}' });
  });

  test('that passes round its own output is refused', () => {
    folder.write('child.json', child);
    const Round = { Group: { 'Fn::GetAtt': ['Net', 'Outputs.Group'] } };
    const round = { ...where, Properties: { ...where.Properties, Parameters: Round } };
    expect(() => assembly({ App: parent(round) })).toThrow(/is a circle|wait for each other/);
  });
});

test('an assembly in an assembly is read too, and one in itself refused', () => {
  const inner = { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } };
  folder.write('manifest.json', { artifacts: { Inner: inner } });
  expect(() => openTemplates(folder.path)).toThrow(/assembly Inner holds itself/);
});

describe('an assumption', () => {
  const template = {
    Parameters: {
      VpcId: { Type: 'String' },
      Ids: { Type: 'List<String>' },
      Set: { Type: 'String', Default: 'x' },
    },
    Resources: {
      V: { Type: 'AWS::EC2::VPC' },
      A: {
        Type: 'T',
        Properties: {
          vpc: { Ref: 'VpcId' },
          first: { 'Fn::Select': [0, { Ref: 'Ids' }] },
          subnet: 'subnet-0abc',
          import: { 'Fn::ImportValue': 'shared-vpc' },
          six: { 'Fn::Select': [0, { 'Fn::GetAtt': ['V', 'Ipv6CidrBlocks'] }] },
        },
      },
    },
  };
  const assuming = (says: unknown): Opened =>
    openTemplates(folder.write('Web.json', template), {
      assume: folder.write(
        'assume.yaml',
        `Assume: ${JSON.stringify(says)}\nResources:\n  Vpc: ${JSON.stringify(vpc)}\n`,
      ),
    });

  test('stands for parameters, lists, imports, physical ids and attributes', () => {
    const opened = assuming({
      VpcId: { Ref: 'Vpc' },
      Ids: [{ Ref: 'Vpc' }],
      'subnet-0abc': { Ref: 'Vpc' },
      'shared-vpc': { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] },
      'V.Ipv6CidrBlocks': ['2001:db8::/56'],
    });
    expect(find(opened, 'Web', 'A')?.properties).toEqual({
      vpc: '${assumed/Vpc}',
      first: '${assumed/Vpc}',
      subnet: '${assumed/Vpc}',
      import: '10.0.0.0/16',
      six: '2001:db8::/56',
    });
    expect(find(opened, 'assumed', 'Vpc')?.properties).toEqual(vpc.Properties);
    expect(opened.reasonOf('${assumed/Vpc}', 'Web')).toMatch(/the id of Vpc/);
  });

  test.each([
    {
      what: 'a name that no template has',
      says: { VpcIt: 'x' },
      why: `no template here names 'VpcIt'`,
    },
    { what: 'a parameter that has a value', says: { Set: 'x' }, why: 'parameter Set has a value' },
  ])('about $what is refused', ({ says, why }) => {
    expect(() => assuming(says)).toThrow(
      expect.objectContaining({
        code: 'BadAssumption',
        message: expect.stringContaining(why) as string,
      }) as Error,
    );
  });

  test('about a name that is nearly one names that one', () => {
    expect(() => assuming({ VpcIt: 'x' })).toThrow(
      expect.objectContaining({ next: `did you mean 'VpcId'?` }) as Error,
    );
  });

  test('in a file that is not there names what to type', () => {
    const web = folder.write('Web.json', template);
    expect(() => openTemplates(web, { assume: 'nope.yaml' })).toThrow(
      expect.objectContaining({
        message: 'nope.yaml cannot be read: there is no such file',
        next: 'name a file as docs/assume.md describes it',
      }) as Error,
    );
  });

  test('without an Assume map is refused', () => {
    expect(() => assuming(undefined)).toThrow(/has no map Assume|no map/);
  });
});
