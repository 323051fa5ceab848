/** YAML that CloudFormation takes, and the standard of YAML does not. */
import { openTemplates } from '../../lib/template/open.ts';
import { readYaml } from '../../lib/template/yaml.ts';
import { temporaryFolder, thrownBy } from './folder.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const inResource = (lines: string): string =>
  `Resources:\n  A:\n    Type: T\n    Properties:\n${lines}\n  B: {Type: T}\n`;

test.each([
  {
    says: 'a map in brackets with its keys and its end where its own key stands',
    lines: `      Tags: {
      'Solutions:SolutionID': !FindInMap [Solution, Data, "SolutionID"],
      'Solutions:ApplicationType': 'AWS-Solutions',
      }
      Name: x`,
    properties: {
      Tags: {
        'Solutions:SolutionID': { 'Fn::FindInMap': ['Solution', 'Data', 'SolutionID'] },
        'Solutions:ApplicationType': 'AWS-Solutions',
      },
      Name: 'x',
    },
  },
  {
    says: 'a text in double quotes that goes on where its key stands',
    lines: `      Description: "one,
      two: 3"
      Name: x`,
    properties: { Description: 'one, two: 3', Name: 'x' },
  },
  {
    says: 'a text under a short form that goes on at the left margin',
    lines: `      Url: !Sub "one \\
it's {
      two"
      Name: x`,
    properties: { Url: { 'Fn::Sub': "one it's { two" }, Name: 'x' },
  },
  {
    says: 'a list in brackets within a list, with a remark and a quote',
    lines: `      List:
      - - Value: [ # a remark: "
  'a, ''b
c', d]
      Name: x`,
    properties: { List: [[{ Value: ["a, 'b c", 'd'] }]], Name: 'x' },
  },
])('$says is read', ({ lines, properties }) => {
  const { value, lines: at } = readYaml(inResource(lines));
  expect(value).toEqual({
    Resources: { A: { Type: 'T', Properties: properties }, B: { Type: 'T' } },
  });
  expect(at.get('B')).toBe(lines.split('\n').length + 5);
});

const tags = '      Tags: {\n      a: 1\n      }';

test.each([
  {
    says: 'a quote that nobody closes',
    lines: '      D: "one\n      E: 2',
    at: /line 8, .*missing/,
  },
  {
    says: 'a bracket that nobody closes',
    lines: '      D: {\n      E: 2',
    at: /line 6, column 7:/,
  },
  {
    says: 'a key twice in it',
    lines: '      D: {\n   a: 1, a: 2}',
    at: /line 6, column 10: .*twice/,
  },
  { says: 'something broken after it', lines: `${tags}\n     b: 2`, at: /line 8, column 1: / },
  {
    says: 'something broken before it',
    lines: `      a: 1\n     b: 2\n${tags}`,
    at: /line 6, column 1: /,
  },
  {
    says: 'a document that begins in it',
    lines: '      D: "a\n--- b"',
    at: /line [56], column \d+: /,
  },
])('$says is refused where it stands', ({ lines, at }) => {
  const file = folder.write('a.yaml', inResource(lines));
  expect(thrownBy(() => openTemplates(file))).toMatchObject({
    ...{ code: 'BadTemplate', message: expect.stringMatching(at) as string },
  });
});

test('a long broken text is refused in little time', () => {
  const long = `a: |\n${"  'x': {\n".repeat(200_000)}b: {\nc`;
  const { user } = process.cpuUsage();
  expect(() => readYaml(long)).toThrow(/line \d+, column \d+/);
  expect((process.cpuUsage().user - user) / 1e6).toBeLessThan(10);
});
