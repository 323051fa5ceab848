import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp, type AppOptions } from '../../lib/app.ts';
import { synthesizeAndJudge, type RuleReport } from '../../lib/rules/report.ts';
import { describeLab } from '../../test/support/describe-lab.ts';

const plain = { lab: 'alb-asg', stage: 'balanced-fleet', parameters: {} };
const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/one';

async function reviewed(options: Partial<AppOptions>): Promise<RuleReport> {
  const outdir = mkdtempSync(join(tmpdir(), 'lab-test-'));
  try {
    return synthesizeAndJudge(await createApp({ ...plain, ...options, rules: true, outdir }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function template(parameters: Readonly<Record<string, string>>): Promise<Template> {
  const app = await createApp({ ...plain, parameters });
  return Template.fromStack(Stack.of(app.node.findChild('AlbAsg')));
}

describeLab('alb-asg', () => {
  test.each([
    ['ec2-health-only', ['kit/asg-elb-health AlbAsg/Fleet']],
    [
      'group-outgrows-the-lb',
      ['kit/asg-min-per-az AlbAsg/Fleet', 'kit/lb-covers-asg-zones AlbAsg/Fleet'],
    ],
    ['single-instance', ['kit/asg-min-lt-max AlbAsg/Fleet', 'kit/asg-min-per-az AlbAsg/Fleet']],
    ['address-range-as-source', ['kit/app-sg-from-lb-only AlbAsg/AppSg/In8080']],
  ])(
    'a review of the mistake %s finds %p',
    async (fault, told) => {
      const { findings } = await reviewed({ fault });
      expect(findings.map(({ rule, at }) => `${rule} ${at}`).sort()).toEqual(told);
    },
    60_000,
  );

  test('with a certificate port 80 redirects, port 443 forwards, and nothing is left to accept', async () => {
    const { findings, stale } = await reviewed({ parameters: { certificateArn } });
    expect({ findings, stale }).toEqual({ findings: [], stale: [] });
    const made = await template({ certificateArn });
    made.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 80,
      DefaultActions: [{ Type: 'redirect' }],
    });
    made.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 443,
      DefaultActions: [{ Type: 'forward' }],
    });
  }, 60_000);

  test('hosts boot after the routes and the rule by which they fetch their app', async () => {
    const [fleet] = Object.values(
      (await template({})).findResources('AWS::AutoScaling::AutoScalingGroup'),
    );
    const { DependsOn } = fleet as { readonly DependsOn: readonly string[] };
    for (const needed of ['S3Endpoint', 'PrivateARoutes', 'PrivateBRoutes', 'Http'])
      expect(DependsOn).toContain(needed);
    expect(DependsOn.some((each) => each.startsWith('AppSgOutS3'))).toBe(true);
  });
});
