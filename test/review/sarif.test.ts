/** The findings as SARIF, and where reports are written. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root } from '../../lib/root.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const folder = temporaryFolder();
const out = mkdtempSync(join(tmpdir(), 'review-'));
afterAll(() => {
  folder.remove();
  rmSync(out, { recursive: true });
});

interface Result {
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
  }[];
  readonly suppressions?: readonly { readonly justification: string }[];
}
interface Sarif {
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly Result[];
    },
  ];
}

async function sarif(what: string, ...options: readonly string[]) {
  const { out: text } = await cli(['review', what, '--format', 'sarif', ...options]);
  const { version, runs } = JSON.parse(text) as Sarif;
  return { version, rules: runs[0].tool.driver.rules, results: runs[0].results };
}

const queue = folder.write('a queue.json', { Resources: { Jobs: { Type: 'AWS::SQS::Queue' } } });

test('each finding has its rule, its line in the file and a fingerprint that stays', async () => {
  const { version, rules, results } = await sarif(queue, '--rules', 'kit');
  expect(version).toBe('2.1.0');
  const at = rules.findIndex(({ id }) => id === 'kit/queue-dlq');
  expect(results).toContainEqual(
    expect.objectContaining({
      ...{ ruleId: 'kit/queue-dlq', ruleIndex: at },
      locations: [
        expect.objectContaining({
          physicalLocation: {
            artifactLocation: { uri: expect.stringMatching(/\/a%20queue\.json$/) as string },
            region: { startLine: 1 },
          },
        }),
      ],
      partialFingerprints: { 'ruleAndPlace/v1': 'kit/queue-dlq@a-queue/Jobs' },
    }),
  );
  expect(results.filter(({ suppressions }) => suppressions !== undefined)).toEqual([]);
});

test.each([
  ['of the repository', 'lib/rules/kit.ts', (uri: string) => uri === 'lib/rules/kit.ts'],
  ['of another machine', '/elsewhere/app.ts', (uri: string) => uri.endsWith('/Shop.json')],
])(
  'a finding on what an app %s made stands where code scanning finds it',
  async (_, file, isIt) => {
    const at = 'Shop/Jobs/Resource';
    const made = { type: 'aws:cdk:creationStack', data: [`main (${resolve(root, file)}:33:1)`] };
    folder.write('Shop.json', {
      Resources: { Jobs: { Type: 'AWS::SQS::Queue', Metadata: { 'aws:cdk:path': at } } },
    });
    folder.write('manifest.json', {
      artifacts: {
        Shop: {
          type: 'aws:cloudformation:stack',
          properties: { templateFile: 'Shop.json' },
          metadata: { [`/${at}`]: [made] },
        },
      },
    });
    const { results } = await sarif(folder.path, '--rules', 'kit');
    const uris = results.flatMap(({ locations }) =>
      locations.map(({ physicalLocation }) => physicalLocation.artifactLocation.uri),
    );
    expect(uris).not.toEqual([]);
    expect(uris.filter((uri) => !isIt(uri))).toEqual([]);
  },
);

test('rules of every engine are there, with their page and their level', async () => {
  const { rules, results } = await sarif(
    folder.write('doors.json', {
      Resources: {
        Web: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: {
            GroupDescription: 'web',
            SecurityGroupIngress: [
              { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' },
            ],
          },
        },
      },
    }),
  );
  for (const [id, level] of [
    ['kit/ssh-not-world', 'error'],
    ['AwsSolutions-EC23', 'error'],
    ['W2508', 'warning'],
  ]) {
    expect(rules).toContainEqual(
      expect.objectContaining({ id, helpUri: expect.stringMatching(/^https:/) as string }),
    );
    expect(results).toContainEqual(expect.objectContaining({ ruleId: id, level }));
  }
}, 120_000);

test('what is accepted is suppressed, with its reason', async () => {
  const { results } = await sarif('alb-asg');
  const reasons = results.flatMap(({ suppressions = [] }) =>
    suppressions.map(({ justification }) => justification),
  );
  expect(results.length).toBeGreaterThan(0);
  expect(reasons).toHaveLength(results.length);
  expect(reasons).toContainEqual(expect.stringContaining('production'));
});

test('several formats are written to a folder, which is made', async () => {
  const there = join(out, 'new', 'folder');
  const { code, out: said } = await cli([
    ...['review', queue, '--out', there, '--format', 'md,json,sarif', '--rules', 'kit'],
  ]);
  expect(code).toBe(0);
  const files = ['md', 'json', 'sarif'].map((each) => join(there, `review.${each}`));
  expect(said.trim().split('\n')).toEqual(files);
  expect(files.map((each) => existsSync(each))).toEqual([true, true, true]);
  expect(JSON.parse(readFileSync(files[1] ?? '', 'utf8'))).toMatchObject({ schemaVersion: 1 });
});

test.each([
  [['--format', 'pdf'], "no format 'pdf'"],
  [['--format', 'md,json'], 'need a folder'],
  [['--out', join(out, 'file', 'in')], 'nothing can be written'],
  [['--out', '/proc/no-folder'], 'no folder can be made there'],
])('%j is bad input', async (options, says) => {
  writeFileSync(join(out, 'file'), '');
  const { code, err } = await cli(['review', queue, ...options, '--rules', 'kit']);
  expect([code, err]).toEqual([3, expect.stringContaining(says)]);
});
