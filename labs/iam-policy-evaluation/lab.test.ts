import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../lib/app.ts';
import { judgeChecks } from '../../lib/checks/runner.ts';
import { modelOf } from '../../lib/targets/model/model.ts';
import { describeLab } from '../../test/support/describe-lab.ts';
import { checks } from './checks.ts';

async function templateOf(
  stack: 'IamPolicyEvaluation' | 'IamPolicyEvaluationPartner',
  parameters: Readonly<Record<string, string>> = {},
): Promise<Template> {
  const app = await createApp({ lab: 'iam-policy-evaluation', stage: 'policies', parameters });
  return Template.fromStack(Stack.of(app.node.findChild(stack)));
}

describeLab('iam-policy-evaluation', () => {
  test('nobody has a policy of their own, an inline one or a key', async () => {
    const template = await templateOf('IamPolicyEvaluation');
    const users = Object.values(template.findResources('AWS::IAM::User'));
    const own = users.map(({ Properties = {} }: { Properties?: object }) =>
      Object.keys(Properties),
    );
    expect(own.map((each) => each.filter((name) => /Polic/.test(name)))).toEqual([[], [], []]);
    expect(template.findResources('AWS::IAM::AccessKey')).toEqual({});
    expect(template.findResources('AWS::IAM::Policy')).toEqual({});
  });

  test('names and accounts are what a person chooses', async () => {
    const parameters = { accountA: '333333333333', notesBucket: 'mine', sharedBucket: 'theirs' };
    const partner = await templateOf('IamPolicyEvaluationPartner', parameters);
    const written = JSON.stringify(partner.toJSON());
    expect(written).toContain('arn:aws:iam::333333333333:user/dave');
    expect(written).toContain('arn:aws:s3:::theirs/*');
    const own = JSON.stringify((await templateOf('IamPolicyEvaluation', parameters)).toJSON());
    expect(own).toContain('arn:aws:s3:::mine/*');
    expect(`${written}${own}`).not.toMatch(/111111111111|notes-a|shared-b/);
  });

  test('every check holds in whichever accounts', async () => {
    const outdir = mkdtempSync(join(tmpdir(), 'iam-accounts-'));
    const parameters = { accountA: '555555555555', accountB: '444444444444', notesBucket: 'mine' };
    const lab = { lab: 'iam-policy-evaluation', stage: 'policies' };
    try {
      (await createApp({ ...lab, parameters, outdir })).synth();
      const asked = { ...lab, stages: ['policies'], checks };
      const verdicts = await judgeChecks(asked, modelOf(outdir));
      expect(verdicts.filter(({ outcome }) => outcome !== 'held')).toEqual([]);
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });

  test.each([
    ['learning', 0],
    ['production', 2],
  ])('%s has %i analyzers of access', async (variant, count) => {
    const template = await templateOf('IamPolicyEvaluation', { variant });
    const analyzers = template.findResources('AWS::AccessAnalyzer::Analyzer');
    expect(Object.keys(analyzers)).toHaveLength(count);
  });
});
