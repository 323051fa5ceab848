/** Every kind of report as SARIF, against the JSON schema of SARIF 2.1.0. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { root } from '../../lib/root.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

// The schema, as OASIS wrote it, comes in this package under the MIT licence.
const schemas = join(root, 'node_modules', '@microsoft', 'jest-sarif', 'lib', 'schemas');
const schema = JSON.parse(
  readFileSync(join(schemas, 'sarif-2.1.0-rtm.5.json'), 'utf8'),
) as Readonly<Record<string, unknown>>;
// It is of draft 4, of which Ajv takes all but these names.
const taken = Object.entries(schema).filter(([name]) => name !== '$schema' && name !== 'id');
// One pattern in it is none where regular expressions are of Unicode.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isValid = ajv.compile(Object.fromEntries(taken));

function wrongIn(log: unknown): readonly string[] {
  return isValid(log)
    ? []
    : (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

async function sarif(...words: readonly string[]): Promise<Log> {
  const { out } = await cli(['review', ...words, '--rules', 'kit', '--format', 'sarif']);
  return JSON.parse(out) as Log;
}

interface Log {
  readonly runs: readonly { readonly results: readonly object[] }[];
}

const queue = (more: object = {}) => ({ Type: 'AWS::SQS::Queue', ...more });
const odd = '<script>alert(1)</script>\u001b[31m\u202e\n"%zz\\ \ud800 {0}';
const hostile = {
  Resources: {
    ['__proto__']: queue(),
    constructor: queue({ Metadata: { 'aws:cdk:path': `S/${odd}` } }),
    [odd]: queue({ Properties: { QueueName: odd, Tags: [{ Key: odd, Value: odd }] } }),
    Bare: { Type: odd },
  },
};

test.each([
  { of: 'a lab whose findings are accepted', words: () => ['alb-asg'], results: 1 },
  { of: 'a lab at a stage against another', words: () => againstBase, results: 1 },
  {
    of: 'a template of a stranger',
    words: () => [folder.write('a queue.json', { Resources: { Jobs: queue() } })],
    results: 1,
  },
  {
    of: 'a template with hostile names',
    words: () => [folder.write('100% "odd" #1?.json', JSON.stringify(hostile))],
    results: 1,
  },
  {
    of: 'a template with nothing to find',
    words: () => [folder.write('none.json', { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } })],
    results: 0,
  },
])(
  'the report on $of is valid SARIF',
  async ({ words, results }) => {
    const log = await sarif(...words());
    expect(wrongIn(log)).toEqual([]);
    expect(log.runs[0]?.results.length ?? 0).toBeGreaterThanOrEqual(results);
  },
  120_000,
);

const againstBase = ['vpc-public-private@6', '--base', 'vpc-public-private@5'];

const least = { message: { text: 'found' } };
test.each([
  { wrong: 'nothing', result: {}, says: '' },
  { wrong: 'a level that there is not', result: { level: 'bad' }, says: '/level' },
  { wrong: 'a message that is no object', result: { message: 'text' }, says: '/message' },
  { wrong: 'a property that there is not', result: { severity: 1 }, says: 'additional' },
])('$wrong is noticed', ({ result, says }) => {
  const run = { tool: { driver: { name: 'kit' } }, results: [{ ...least, ...result }] };
  const wrong = wrongIn({ version: '2.1.0', runs: [run] });
  expect([wrong.length > 0, wrong.join()]).toEqual([says !== '', expect.stringContaining(says)]);
});
