/** The findings of all engines as one list, and what is accepted of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../lib/app.ts';
import { labIds, loadLab } from '../../lib/catalog.ts';
import { findingsIn } from '../../lib/review/findings.ts';
import type { EngineFinding, EngineName, Gap } from '../../lib/rules/engines/engine.ts';
import { judgeHere } from '../../lib/rules/engines/here.ts';
import type { EngineVerdict } from '../../lib/rules/engines/judge.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import { shownStage } from '../../lib/stages.ts';
import { acceptedIn } from '../../lib/template/accepted.ts';
import { openTemplates } from '../../lib/template/open.ts';
import type { Resource } from '../../lib/template/template.ts';
import { resource } from '../iam/resources.ts';

const out = mkdtempSync(join(tmpdir(), 'findings-'));
afterAll(() => {
  rmSync(out, { recursive: true });
});

const jobs = {
  ...resource('Jobs', 'AWS::SQS::Queue'),
  ...{ path: 'S/Work/Jobs', metadata: { 'aws:cdk:path': 'S/Work/Jobs/Resource' } },
};
const files = { ...resource('Files', 'AWS::S3::Bucket'), path: 'S/Files' };

function finding(rule: string, at: string, more: Partial<EngineFinding> = {}): EngineFinding {
  return {
    ...{ rule, at, severity: 'error', says: 'It is wrong', because: '', page: 'https://page' },
    ...{ properties: [], ...more },
  };
}

function verdict(
  name: EngineName,
  findings: readonly EngineFinding[],
  gaps: readonly Gap[] = [],
): EngineVerdict {
  return { name, version: '1', missing: null, judgements: [{ findings, gaps, rules: 1 }] };
}

/** Of these resources, with what the engines said. */
function judged(
  resources: readonly Resource[],
  verdicts: readonly EngineVerdict[],
  ...accepted: readonly (readonly [rule: string, at: string])[]
) {
  const templates = [
    { stack: 'S', file: 's.json', resources, outputs: {}, unknowns: new Map<string, string>() },
  ];
  return findingsIn(
    subjectOf(resources),
    accepted.map(([rule, at]) => ({ rule, at, reason: 'because' })),
    { templates, verdicts },
  );
}
const rulesOf = ({ findings }: ReturnType<typeof judged>): readonly string[] =>
  findings.map(({ rule, logicalId }) => `${rule} ${logicalId}`);

describe('one list', () => {
  test('errors stand before warnings, then it goes by the template, and the kit speaks first', () => {
    const nag = verdict('cdk-nag', [
      finding('AwsSolutions-S2', 'Files', { severity: 'warning' }),
      finding('AwsSolutions-S1', 'Files'),
      finding('AwsSolutions-SQS4', 'Jobs'),
    ]);
    expect(rulesOf(judged([jobs, files], [nag])).filter((each) => !/long-poll/.test(each))).toEqual(
      [
        'kit/queue-dlq Jobs',
        'AwsSolutions-SQS4 Jobs',
        'AwsSolutions-S1 Files',
        'AwsSolutions-S2 Files',
      ],
    );
  });

  test('a rule says of one resource all that it has to say at once', () => {
    const says = (text: string) => finding('E1', 'Files', { says: text, properties: [text] });
    const validate = verdict('CloudFormation Validate', ['a', 'b', 'c', 'd', 'a'].map(says));
    expect(judged([files], [validate]).findings).toMatchObject([
      { id: 'E1@S/Files', says: 'a; b; c and 1 more', properties: ['a', 'b', 'c', 'd'] },
    ]);
  });

  test('what two engines say alike is said once, while both are open', () => {
    const nag = verdict('cdk-nag', [finding('AwsSolutions-SQS3', 'Jobs')]);
    const open = judged([jobs], [nag]);
    expect(rulesOf(open)).not.toContain('AwsSolutions-SQS3 Jobs');
    expect(open.findings.find(({ rule }) => rule === 'kit/queue-dlq')?.also).toEqual([
      'AwsSolutions-SQS3',
    ]);
    const one = judged([jobs], [nag], ['kit/queue-dlq', 'S']);
    expect(rulesOf(one)).toContain('AwsSolutions-SQS3 Jobs');
  });

  test('what is about no resource stands where it is written', () => {
    const validate = verdict('CloudFormation Validate', [finding('W1', 'Outputs/Url/Value')]);
    expect(judged([files], [validate]).findings).toMatchObject([
      { place: 'Outputs/Url/Value', type: 'Outputs', source: null },
    ]);
  });
});

describe('what is accepted', () => {
  const nag = (...gaps: readonly Gap[]) =>
    verdict('cdk-nag', [finding('AwsSolutions-S1', 'Files')], gaps);
  const gap = (rule: string | null, at: string | null): Gap => ({ rule, at, why: 'it depends' });
  const stateOf = (rule: string, at: string, engine: EngineVerdict) =>
    judged([jobs, files], [engine], [rule, at]).accepted[0]?.state;

  test.each([
    ['AwsSolutions-S1', 'S/Files', 'covers'],
    ['AwsSolutions-S1', 'S', 'covers'],
    ['AwsSolutions-S1', 'S/Work', 'stale'],
    ['AwsSolutions-S10', 'S/Files', 'stale'],
    ['HIPAA.Security-S1', 'S/Files', 'not judged'],
  ])('%s at %s: %s', (rule, at, state) => {
    expect(stateOf(rule, at, nag())).toBe(state);
  });

  test.each([
    [gap('AwsSolutions-IAM5', 'Jobs'), 'AwsSolutions-IAM5[Resource::*]', 'not judged'],
    [gap('AwsSolutions-IAM5', 'Files'), 'AwsSolutions-IAM5[Resource::*]', 'stale'],
    [gap('AwsSolutions-IAM5', 'Jobs'), 'AwsSolutions-IAM4[x]', 'stale'],
    [gap(null, null), 'AwsSolutions-IAM4[x]', 'not judged'],
  ])('what only the gap %j could cover, %s: %s', (each, rule, state) => {
    expect(stateOf(rule, 'S/Work/Jobs/Resource', nag(each))).toBe(state);
  });

  test('of an engine that did not run nobody knows', () => {
    const missing = { ...nag(), missing: 'it is not installed here', judgements: [] };
    expect(stateOf('AwsSolutions-S1', 'S/Files', missing)).toBe('not judged');
  });

  test("on the resource's own construct it covers no neighbour", () => {
    const onJobs = verdict('cdk-nag', [finding('AwsSolutions-SQS4', 'Jobs')]);
    expect(stateOf('AwsSolutions-SQS4', 'S/Work/Jobs/Resource', onJobs)).toBe('covers');
    expect(stateOf('AwsSolutions-SQS4', 'S/Work/Jobs/Res', onJobs)).toBe('stale');
  });

  test('what constructs of the CDK accept in advance is in the ledger where it covers something', () => {
    const validate = (...all: readonly EngineFinding[]) => verdict('CloudFormation Validate', all);
    const rule = 'W3010';
    expect(judged([files], [validate()], [rule, 'S']).accepted).toEqual([]);
    expect(
      judged([files], [validate(finding('W3010', 'Files'))], [rule, 'S']).accepted,
    ).toMatchObject([{ rule: 'W3010', state: 'covers' }]);
  });
});

/** That each of them matches a finding of the synthesis is asked by the labs' own tests. */
test('all that a lab accepts of cdk-nag covers what its templates show, and nothing is open', async () => {
  for (const lab of labIds()) {
    const stage = shownStage(await loadLab(lab));
    const outdir = join(out, lab);
    const parameters = { variant: 'learning' };
    (await createApp({ lab, stage, parameters, outdir })).synth();
    const { templates, resources } = openTemplates(outdir);
    const folder = mkdtempSync(join(out, 'judge-'));
    const judgements = await judgeHere({ engine: 'cdk-nag', templates, folder });
    const { findings, accepted } = findingsIn(
      subjectOf(resources, 'learning'),
      acceptedIn(outdir),
      { templates, verdicts: [{ ...verdict('cdk-nag', []), judgements }] },
    );
    const idle = accepted.filter(({ rule, state }) => state !== 'covers' && !/^W\d+$/.test(rule));
    expect({ lab, findings, idle }).toEqual({ lab, findings: [], idle: [] });
  }
}, 120_000);
