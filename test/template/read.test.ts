import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly, readStacks, resolveStack } from '../../lib/template/read.ts';
import type { RawTemplate } from '../../lib/template/template.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-read-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Writes an assembly of these stacks, each with those it depends on. */
function write(
  stacks: Readonly<Record<string, { raw: unknown; after?: readonly string[] }>>,
): void {
  const artifacts = Object.entries(stacks).map(([id, { raw, after = [] }]) => {
    writeFileSync(join(folder, `${id}.json`), JSON.stringify(raw));
    const properties = { templateFile: `${id}.json` };
    return [id, { type: 'aws:cloudformation:stack', dependencies: after, properties }];
  });
  const assets = ['Web.assets', { type: 'cdk:asset-manifest', properties: {} }];
  const all = Object.fromEntries([assets, ...artifacts]) as unknown;
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts: all }));
}

const network: RawTemplate = {
  Resources: { Vpc: { Type: 'AWS::EC2::VPC' } },
  Outputs: { Id: { Value: { Ref: 'Vpc' }, Export: { Name: 'the-vpc' } } },
};
const web: RawTemplate = {
  Resources: {
    Web: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { VpcId: { 'Fn::ImportValue': 'the-vpc' } },
    },
  },
};

test('an export of one stack is found by the import of another, in whatever order they are written', () => {
  write({ Web: { raw: web, after: ['Web.assets', 'Network'] }, Network: { raw: network } });
  const [first, second] = readAssembly(folder);
  expect([first?.stack, second?.stack]).toEqual(['Network', 'Web']);
  expect(first?.outputs).toEqual({ Id: '${Vpc}' });
  expect(second?.resources).toMatchObject([
    { stack: 'Web', properties: { VpcId: '${Network/Vpc}' } },
  ]);
});

test('a stack is called by its own name where it has one', () => {
  write({ Web: { raw: web } });
  const manifest = {
    artifacts: {
      Web: {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'Web.json', stackName: 'renamed' },
      },
    },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  expect(readStacks(folder).map(({ stack }) => stack)).toEqual(['renamed']);
});

test.each<[says: string, raw: RawTemplate, resources: readonly object[]]>([
  ['has no resources', {}, []],
  [
    'leaves out what its condition leaves out',
    {
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Web: { Type: 'T', Condition: 'No' }, Api: { Type: 'T' } },
    },
    [{ logicalId: 'Api', path: 'Api', properties: {}, metadata: {} }],
  ],
  [
    'calls a resource by its construct path, and keeps what happens to it in the end',
    {
      Resources: {
        A1: { Type: 'T', Metadata: { 'aws:cdk:path': 'S/A/Resource' }, DeletionPolicy: 'Retain' },
        B1: { Type: 'T', Metadata: { 'aws:cdk:path': 'S/B/Default' } },
        C1: { Type: 'T', Metadata: { 'aws:cdk:path': 'S/Resource/C' } },
      },
    },
    [{ path: 'S/A', deletionPolicy: 'Retain' }, { path: 'S/B' }, { path: 'S/Resource/C' }],
  ],
])('a template %s', (_, raw, resources) => {
  const found = resolveStack({ stack: 'S', file: 'S.json', raw }).resources;
  expect(found).toMatchObject(resources);
  expect(found).toHaveLength(resources.length);
});

test('an output whose condition does not hold is not there', () => {
  const Conditions = { No: { 'Fn::Equals': ['a', 'b'] } };
  const Export = { Name: 'the-vpc' };
  const raw = { Conditions, Outputs: { Id: { Condition: 'No', Value: 'vpc-1', Export } } };
  write({ Network: { raw }, Web: { raw: web, after: ['Network'] } });
  const [first, second] = readAssembly(folder);
  expect(first?.outputs).toEqual({});
  expect(second?.resources[0]?.properties).toEqual({ VpcId: '${ImportValue the-vpc}' });
});

test('refuses stacks that wait for each other', () => {
  write({ Web: { raw: web, after: ['Network'] }, Network: { raw: network, after: ['Web'] } });
  expect(() => readStacks(folder)).toThrow(
    expect.objectContaining({ name: 'KitError', code: 'BadTemplate' }) as Error,
  );
});

test('refuses a folder without a manifest, and says what it would take', () => {
  expect(() => readStacks(folder)).toThrow(
    expect.objectContaining({
      name: 'KitError',
      code: 'NotAnAssembly',
      message: `${folder} has no manifest.json`,
      next: 'name a folder that cdk synth wrote',
    }) as Error,
  );
});

test.each([
  ['a manifest cut short', 'manifest.json', '{"artifacts": {'],
  ['a manifest that is no object', 'manifest.json', 'null'],
  ['a template cut short', 'Web.json', '{"Resources": {'],
  ['a template that is no object', 'Web.json', 'null'],
  ['a template that is a list', 'Web.json', '[]'],
  ['a resource that is no object', 'Web.json', '{"Resources": {"Web": null}}'],
  ['an intrinsic that is none', 'Web.json', JSON.stringify(broken({ 'Fn::FindInMap': 'x' }))],
  ['a substitution of nothing', 'Web.json', JSON.stringify(broken({ 'Fn::Sub': [] }))],
])('refuses %s with a sentence that names the file', (_, name, text) => {
  write({ Web: { raw: web } });
  writeFileSync(join(folder, name), text);
  expect(() => readAssembly(folder)).toThrow(
    expect.objectContaining({
      code: 'BadTemplate',
      message: expect.stringContaining(join(folder, name)) as string,
    }) as Error,
  );
});

test('refuses a template that the manifest names and nobody wrote', () => {
  write({ Web: { raw: web } });
  rmSync(join(folder, 'Web.json'));
  expect(() => readStacks(folder)).toThrow(
    /Web\.json cannot be read: there is no such file, and manifest/,
  );
});

function broken(value: unknown): RawTemplate {
  return { Resources: { Web: { Type: 'T', Properties: { Value: value } } } };
}
