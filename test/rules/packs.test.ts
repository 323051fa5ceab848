/** Every rule pack speaks, through the CDK, of one small app: slow, so one app per case. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnAccessKey } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { root } from '../../lib/root.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import { registerRules } from '../../lib/rules/packs.ts';
import { synthesizeAndJudge } from '../../lib/rules/report.ts';

const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};

/** An app with the rule packs on, as `createApp` makes one. */
function tinyApp(): { app: App; stack: Stack; files: Bucket } {
  const app = new App({
    context,
    analyticsReporting: false,
    builtinCloudFormationValidation: true,
  });
  const stack = new Stack(app, 'Tiny');
  const files = new Bucket(stack, 'Files');
  registerRules(app, 'production');
  return { app, stack, files };
}

/** CloudFormation alone has something against it. */
const wrong = {
  type: 'AWS::CloudWatch::Dashboard',
  properties: { DashboardBody: '{}', Nonsense: 1 },
};

beforeAll(() => {
  // The CDK prints what the packs found; here the report is read.
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  jest.spyOn(console, 'error').mockReturnValue(undefined);
});
afterAll(() => {
  jest.restoreAllMocks();
});

test('findings of every pack arrive, each with its place; what is acknowledged is in the ledger or stale', () => {
  const { app, stack, files } = tinyApp();
  new CfnAccessKey(stack, 'Key', { userName: 'somebody' });
  new CfnResource(stack, 'Board', wrong);
  const why = { reason: 'it is small', inProduction: 'writes access logs' };
  acknowledge(files, { rule: 'AwsSolutions-S1', ...why }, { rule: 'AwsSolutions-S2', ...why });
  acknowledge(stack, { rule: 'kit/cache-nodes', ...why });

  const { findings, ledger, stale } = synthesizeAndJudge(app);
  expect(findings.map(({ rule, at }) => `${rule} ${at}`)).toEqual([
    'AwsSolutions-S10 Tiny/Files/Resource',
    'kit/no-long-term-keys Tiny/Key',
    'F3002 Tiny/Board',
  ]);
  expect(findings.find(({ rule }) => rule.startsWith('kit/'))?.says).toMatch(
    /^is an access key.* https:\/\/docs\.aws\.amazon\.com/,
  );
  const reason = 'it is small; production writes access logs';
  expect(ledger).toEqual([{ id: 'AwsSolutions::AwsSolutions-S1', at: 'Tiny/Files', reason }]);
  expect(stale).toEqual([
    { id: 'Kit::kit/cache-nodes', at: 'Tiny', reason },
    { id: 'AwsSolutions::AwsSolutions-S2', at: 'Tiny/Files', reason },
  ]);
});

test('findings of the kit and of CloudFormation are acknowledged like those of AwsSolutions', () => {
  const { app, stack, files } = tinyApp();
  const key = new CfnAccessKey(stack, 'Key', { userName: 'somebody' });
  const board = new CfnResource(stack, 'Board', wrong);
  const why = { reason: 'a reason', inProduction: 'does it' };
  acknowledge(files, { rule: 'AwsSolutions-S1', ...why }, { rule: 'AwsSolutions-S10', ...why });
  acknowledge(key, { rule: 'kit/no-long-term-keys', ...why });
  acknowledge(board, { rule: 'CloudFormation-Validate::F3002', ...why });

  const { findings, ledger, stale } = synthesizeAndJudge(app);
  expect({ findings, stale: stale.map(({ id }) => id) }).toEqual({ findings: [], stale: [] });
  expect(ledger).toHaveLength(4);
});

test('fails the synthesis while a finding is open', () => {
  const { app } = tinyApp();
  expect(() => app.synth()).toThrow(/AwsSolutions-S1|[Vv]alidation/);
});

test('fails with what stopped the synthesis before a pack could speak', () => {
  const { app, files } = tinyApp();
  files.node.addValidation({ validate: () => ['it is not whole'] });
  expect(() => synthesizeAndJudge(app)).toThrow(/it is not whole/);
});
