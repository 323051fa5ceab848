/** Other people's rules on templates: what they find, what they cannot say, and that it is asked once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName, Judgement } from '../../../lib/rules/engines/engine.ts';
import { gapsIn } from '../../../lib/rules/engines/gaps.ts';
import { judgeHere } from '../../../lib/rules/engines/here.ts';
import { temporaryFolder } from '../../template/folder.ts';

const folder = temporaryFolder();
const out = mkdtempSync(join(tmpdir(), 'engines-'));
afterAll(() => {
  folder.remove();
  rmSync(out, { recursive: true });
});

let count = 0;
/** What the engine says of each template. */
async function judged(
  engine: EngineName,
  ...resources: readonly object[]
): Promise<readonly Judgement[]> {
  const templates = resources.map((Resources) => ({
    file: folder.write(`${count++}.json`, { Parameters: { From: { Type: 'String' } }, Resources }),
  }));
  return judgeHere({ engine, templates, folder: mkdtempSync(join(out, 'judge-')) });
}

const bucket = { Type: 'AWS::S3::Bucket' };
const group = (CidrIp: unknown) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: {
    GroupDescription: 'doors',
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp }],
  },
});
const role = (Metadata: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Metadata,
  Properties: {
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  },
});
const rulesIn = ({ findings }: Judgement): readonly string[] =>
  findings.map(({ rule, at }) => `${rule} ${at}`);

describe('cdk-nag', () => {
  test('judges each template by itself, under the logical ids that it has', async () => {
    const [one, other] = await judged('cdk-nag', { Files: bucket }, { Door: group('0.0.0.0/0') });
    expect(rulesIn(one as Judgement)).toContain('AwsSolutions-S1 Files');
    expect(rulesIn(other as Judgement)).toContain('AwsSolutions-EC23 Door');
    expect(rulesIn(other as Judgement).join()).not.toContain('Files');
    expect(one?.findings[0]).toMatchObject({
      severity: 'error',
      says: expect.not.stringMatching(/\.$/) as string,
      because: expect.stringMatching(/\w/) as string,
    });
    expect(one?.rules).toBeGreaterThan(100);
  });

  test('a rule that throws is a gap and no finding', async () => {
    const [judgement] = await judged('cdk-nag', { Open: group({ Ref: 'From' }) });
    expect(rulesIn(judgement as Judgement)).not.toContain('AwsSolutions-EC23 Open');
    expect(judgement?.gaps).toEqual([
      {
        ...{ rule: 'AwsSolutions-EC23', at: 'Open' },
        why: 'a value that it needs is known only at deployment',
      },
    ]);
  });

  test('a rule that does not know the class of a type is a gap, and no pass', async () => {
    const [judgement] = await judged('cdk-nag', {
      Cluster: {
        Type: 'AWS::EKS::Cluster',
        Properties: { RoleArn: 'r', ResourcesVpcConfig: { SubnetIds: ['a', 'b'] } },
      },
    });
    // Once it does know it, the gap is to go.
    expect(rulesIn(judgement as Judgement).join()).not.toContain('EKS');
    expect(judgement?.gaps.map(({ rule }) => rule)).toEqual([
      'AwsSolutions-EKS1',
      'AwsSolutions-EKS2',
    ]);
  });

  test('a template that cannot be included leaves the others judged', async () => {
    const [broken, whole] = await judged(
      'cdk-nag',
      { Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: 'r' } } },
      { Files: bucket },
    );
    expect(broken).toMatchObject({
      findings: [],
      gaps: [
        {
          rule: null,
          at: null,
          why: expect.stringMatching(/^the CDK cannot include it: Fn /) as string,
        },
      ],
    });
    expect(rulesIn(whole as Judgement)).toContain('AwsSolutions-S1 Files');
  });

  test("what the CDK's own providers bring along is nobody's finding", async () => {
    const path = (tail: string) => ({ 'aws:cdk:path': `S/${tail}` });
    const [judgement] = await judged('cdk-nag', {
      Theirs: role(path('Custom::S3AutoDeleteObjectsCustomResourceProvider/Role')),
      Ours: role(path('Custom/Role')),
    });
    expect(rulesIn(judgement as Judgement)).toEqual([
      'AwsSolutions-IAM4[Policy::arn:aws:iam::aws:policy/AdministratorAccess] Ours',
    ]);
  });

  test('a resource that it never saw is a gap', async () => {
    const [judgement] = await judged('cdk-nag', { constructor: bucket, Files: bucket });
    expect(judgement?.gaps).toEqual([
      { rule: null, at: 'constructor', why: 'the CDK leaves it out' },
    ]);
  });
});

describe('CloudFormation Validate', () => {
  test('finds what CloudFormation would refuse, with the property; what does no harm is left out', async () => {
    const [judgement] = await judged('CloudFormation Validate', {
      Board: {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: { DashboardBody: '{}', Nonsense: 1 },
      },
      Slow: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: '5' } },
    });
    expect(judgement?.findings).toMatchObject([
      { rule: 'F3002', severity: 'error', at: 'Board', properties: [expect.any(String)] },
    ]);
    expect(judgement?.gaps).toEqual([]);
  }, 120_000);

  test('one that it cannot read leaves the others judged', async () => {
    const templates = ['{"Resources":', { Resources: { Doors: group('0.0.0.0/0') } }].map(
      (content) => ({ file: folder.write(`${count++}.json`, content) }),
    );
    const engine = 'CloudFormation Validate';
    const [broken, whole] = await judgeHere({ engine, templates, folder: out });
    expect([...(broken?.gaps ?? []), ...(broken?.findings ?? [])]).not.toEqual([]);
    expect(rulesIn(whole as Judgement)).toContain('W2508 Doors');
  }, 120_000);
});

test('gaps are told once for each rule and reason, with some of the places', () => {
  const gap = (at: string) => ({ rule: 'AwsSolutions-EC23', at, why: 'it depends' });
  const judgement = { findings: [], rules: 1, gaps: ['A', 'B', 'C', 'D', 'E', 'F'].map(gap) };
  const verdict = { name: 'cdk-nag', version: '3', missing: null } as const;
  const whole = { findings: [], rules: 1, gaps: [{ rule: null, at: null, why: 'it cannot' }] };
  expect(
    gapsIn([{ stack: 'One' }, { stack: 'Two' }], [{ ...verdict, judgements: [judgement, whole] }]),
  ).toEqual([
    'AwsSolutions-EC23 of cdk-nag does not judge One/A, One/B, One/C, One/D, One/E and 1 more: it depends',
    'cdk-nag does not judge Two: it cannot',
  ]);
});
