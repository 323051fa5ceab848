import { openTemplates } from '../../lib/template/open.ts';
import { badTemplate } from '../../lib/template/malformed.ts';
import { temporaryFolder, thrownBy, type Folder } from './folder.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const laughs = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 9 }, (_, at) => {
    const names = Array.from({ length: 10 }, () => `*a${at}`).join(', ');
    return `a${at + 1}: &a${at + 1} [${names}]`;
  }),
].join('\n');

let doubled: unknown = 'xx';
for (let depth = 0; depth < 60; depth++) doubled = { 'Fn::Sub': ['${a}${a}', { a: doubled }] };

const one = (properties: unknown): unknown => ({
  Resources: { A: { Type: 'T', Properties: properties } },
});

test.each<[says: string, name: string, content: unknown, message: RegExp]>([
  ['an empty file', 'a.json', ' \n', /it is empty/],
  ['an empty YAML file', 'a.yaml', '# nothing\n', /no map of names/],
  ['no UTF-8', 'a.json', new Uint8Array([0xff, 0xfe, 0x7b]), /not UTF-8/],
  [
    'JSON cut short',
    'a.json',
    '{"Resources": {\n "A"',
    /line 2, column 5: the text ends in the middle/,
  ],
  ['a comma too many', 'a.json', '{"Resources": {},\n}', /line 2, column 1: expected a key/],
  ['a false escape', 'a.json', '{"a":\n "\\x"}', /line 2, column \d: bad escaped character/],
  ['something behind the end', 'a.json', '{} x', /line 1, column 4: .* goes on/],
  [
    'a JSON key twice',
    'a.json',
    '{"Resources":{"A":1,\n"A":2}}',
    /line 2, column 1: the key 'A' stands twice/,
  ],
  [
    'a YAML key twice',
    'a.yaml',
    'Resources:\n  A: 1\n  A: 2\n',
    /line 3, column 3: the key 'A' stands twice/,
  ],
  ['YAML cut short', 'a.yaml', 'Resources:\n  A: {Type: "x', /line 2, column \d+: missing closing/],
  ['two YAML documents', 'a.yaml', 'a: 1\n---\nb: 2\n', /a second document/],
  ['an unknown short form', 'a.yaml', 'a: !Foo x\n', /line 1, column \d: !Foo is no short form/],
  ['a merge key', 'a.yaml', 'a: &a {b: 1}\nc:\n  <<: *a\n', /line 3, column 3: .* no merge key/],
  ['an alias of itself', 'a.yaml', 'Resources: &r\n  A: *r\n', /line 2, column \d: the alias \*r/],
  ['a billion laughs', 'a.yaml', laughs, /more than 2000000 values/],
  ['deep JSON', 'a.json', '{"a":'.repeat(50_000), /nested deeper than 200/],
  ['deep YAML', 'a.yaml', `a: ${'['.repeat(50_000)}`, /nested deeper than 200/],
  ['long YAML', 'a.yaml', `# ${'x'.repeat(2_000_000)}`, /the kit reads 2000000 of YAML/],
  ['a list', 'a.json', '[]', /no map of names to values/],
  ['no Resources', 'a.json', {}, /it has no Resources/],
  ['Resources that are a list', 'a.json', { Resources: [] }, /Resources is a map, not a list of 0/],
  [
    'a resource that is a text',
    'a.json',
    { Resources: { A: 'x' } },
    /resource A \(line 1\) is a map, not 'x'/,
  ],
  [
    'a resource without Type',
    'a.json',
    { Resources: { A: {} } },
    /resource A \(line 1\) has no Type/,
  ],
  [
    'a Type that is a map',
    'a.json',
    { Resources: { A: { Type: {} } } },
    /Type is the name of a type, not a map/,
  ],
  [
    'Ref of a number',
    'a.json',
    one({ a: { Ref: 1 } }),
    /resource A \(line 1\): Ref takes a name, not 1/,
  ],
  [
    'If with two parts',
    'a.json',
    one({ a: { 'Fn::If': ['A', 1] } }),
    /Fn::If takes a list of 3, not a list of 2/,
  ],
  [
    'Select of a name',
    'a.json',
    one({ a: { 'Fn::Select': ['x', []] } }),
    /takes a number from 0, not 'x'/,
  ],
  [
    'GetAtt without attribute',
    'a.json',
    one({ a: { 'Fn::GetAtt': 'A' } }),
    /a resource and an attribute, not 'A'/,
  ],
  [
    'a function beside a key',
    'a.json',
    one({ a: { 'Fn::Sub': 'x', b: 1 } }),
    /Fn::Sub stands beside other keys/,
  ],
  [
    'properties from a macro',
    'a.json',
    one({ 'Fn::Transform': { Name: 'M' } }),
    /macro M makes its Properties/,
  ],
  ['texts that fill the memory', 'a.json', one({ a: doubled }), /more than 50000000 characters/],
  [
    'conditions in a circle',
    'a.yaml',
    'Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\nResources:\n  X: {Type: T, Condition: A}\n',
    /resource X \(line 5\): A -> B -> A is a circle/,
  ],
  [
    'attributes in a circle',
    'a.yaml',
    'Resources:\n  A: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !GetAtt A.CidrBlock}}\n',
    /A.CidrBlock -> A.CidrBlock is a circle/,
  ],
  [
    'resources that wait for each other',
    'a.yaml',
    'Resources:\n  A: {Type: T, DependsOn: B}\n  B: {Type: T, Properties: {a: !Sub "${C.Arn}"}}\n  C: {Type: T, Properties: {a: !Ref A}}\n  D: {Type: T, DependsOn: A}\n',
    /wait for each other: (A -> B -> C -> A|B -> C -> A -> B|C -> A -> B -> C)/,
  ],
  [
    'a template that nests itself',
    'a.yaml',
    'Resources:\n  N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./a.yaml}}\n',
    /it nests itself/,
  ],
])('refuses %s with one sentence about the file', (_, name, ...[content, message]) => {
  const file = folder.write(name, content);
  expect(() => openTemplates(file)).toThrow(
    expect.objectContaining({
      name: 'KitError',
      code: 'BadTemplate',
      message: expect.stringMatching(message) as string,
    }) as Error,
  );
  expect(() => openTemplates(file)).toThrow(file);
});

test('refuses a file that is not there, and a folder that is no assembly', () => {
  expect(() => openTemplates(`${folder.path}/none.yaml`)).toThrow(
    /there is no such file or folder/,
  );
  expect(() => openTemplates(folder.path)).toThrow(
    expect.objectContaining({ code: 'NotAnAssembly' }) as Error,
  );
});

test('branches that refer to each other under an open condition are no circle', () => {
  const file = folder.write(
    'a.yaml',
    `
Parameters: {P: {Type: String}}
Conditions: {C: !Equals [!Ref P, a]}
Resources:
  A: {Type: T, Properties: {a: !If [C, !Ref B, x]}}
  B: {Type: T, Properties: {a: !If [C, x, !Ref A]}}
`,
  );
  expect(openTemplates(file).resources).toHaveLength(2);
});

test('a template of 10,000 resources that lean on each other is resolved in little time', () => {
  const ids = Array.from({ length: 10_000 }, (_, at) => at);
  const Resources = Object.fromEntries(
    ids.map((at) => [
      `R${at}`,
      {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { next: { 'Fn::Sub': `\${R${at + 1}.GroupId}` } },
      },
    ]),
  ) as unknown;
  const file = folder.write('a.json', { Resources });
  const { user } = process.cpuUsage();
  expect(openTemplates(file).resources).toHaveLength(10_000);
  expect((process.cpuUsage().user - user) / 1e6).toBeLessThan(3);
});

const circle = { Resources: { A: { Type: 'T', DependsOn: 'A' } } };

test.each<[says: string, content: unknown, next: RegExp]>([
  ['empty', ' ', /^name a template/],
  ['binary', new Uint8Array([0xff, 0xfe]), /^name a template/],
  ['a list', '[]', /^name a template/],
  ['no Resources', {}, /^name a template/],
  ['cut short', '{"Resources": {', /^write it anew/],
  ['a circle', circle, /^take one of these references away/],
  ['deep', '{"a":'.repeat(300), /^take levels out/],
  ['otherwise wrong', { Resources: [] }, /^mend it there/],
])('a template that is %s is refused with what to do', (_, content, next) => {
  const file = folder.write('a.json', content);
  expect(thrownBy(() => openTemplates(file))).toMatchObject({
    ...{ code: 'BadTemplate', next: expect.stringMatching(next) as string },
  });
});

test('a template that the manifest names and that is not there is said in own words', () => {
  const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'nope.json' } };
  folder.write('manifest.json', { artifacts: { Web: stack } });
  expect(thrownBy(() => openTemplates(folder.path))).toMatchObject({
    message: expect.stringMatching(
      /nope\.json cannot be read: there is no such file, and/,
    ) as string,
    next: expect.stringMatching(/^write it anew/) as string,
  });
});

test.each([
  ['EACCES', 'a.json cannot be read: you may not read it', /^let yourself/],
  ['ENOENT', 'a.json cannot be read: there is no such file', /^name a template/],
])('%s of the system is said in own words', (code, message, next) => {
  const error = badTemplate('a.json', Object.assign(new Error(`${code}: stat`), { code }));
  expect({ message: error.message, next: error.next }).toEqual({
    ...{ message, next: expect.stringMatching(next) as string },
  });
});
