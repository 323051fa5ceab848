/** `may` on AWS: the policy simulator of IAM, played. */
import { may } from '../../../../lib/targets/aws/judge/may.ts';
import { withAws, type PlayedAnswers } from '../../../support/aws-stub.ts';
import { liveLab, made } from '../lives.ts';

const deployed = [
  made('Reader', 'AWS::IAM::Role', 'Lab-Reader'),
  made('Todos', 'AWS::Lambda::Function', 'lab-todos'),
  made('Ann', 'AWS::IAM::User', 'ann'),
  made('Files', 'AWS::S3::Bucket', 'files-of-lab'),
];
const readerArn = 'arn:aws:iam::111122223333:role/team/Lab-Reader';
const role = { 'iam.GetRole': { Role: roleWith(readerArn) } };
const noPolicy = { 's3.GetBucketPolicy': { error: 'NoSuchBucketPolicy', status: 404 } };
const allowed = {
  EvalActionName: 's3:GetObject',
  EvalDecision: 'allowed',
  MatchedStatements: [
    {
      SourcePolicyId: 'ReadFiles',
      SourcePolicyType: 'IAM Policy',
      StartPosition: { Line: 3, Column: 1 },
      EndPosition: { Line: 9, Column: 4 },
    },
  ],
};

function roleWith(Arn: string) {
  return {
    ...{ Arn, Path: '/', RoleName: 'Lab-Reader', RoleId: 'AROAEXAMPLE000000001' },
    CreateDate: new Date(0),
  };
}

const question = { who: 'Reader', action: 's3:GetObject', on: '${Files.Arn}/a.txt' };

function simulated(result: object): PlayedAnswers {
  return { 'iam.SimulatePrincipalPolicy': { EvaluationResults: [result] } };
}

test('the role is asked about by its whole ARN, path included, with the statement that decided', async () => {
  await withAws({ ...role, ...noPolicy, ...simulated(allowed) }, async (stub) => {
    const said = await may(liveLab(stub, deployed), {
      ...question,
      context: { 'aws:SourceIp': '203.0.113.10', 'aws:TagKeys': ['a', 'b'] },
    });

    expect(said).toMatchObject({
      decision: 'allowed',
      statement: 'IAM Policy ReadFiles, lines 3 to 9',
    });
    expect(stub.asked.at(-1)?.input).toMatchObject({
      PolicySourceArn: readerArn,
      ActionNames: ['s3:GetObject'],
      ResourceArns: ['arn:aws:s3:::files-of-lab/a.txt'],
      ContextEntries: [
        { ContextKeyName: 'aws:SourceIp', ContextKeyType: 'ip' },
        { ContextKeyName: 'aws:TagKeys', ContextKeyType: 'stringList' },
        { ContextKeyName: 'aws:SecureTransport', ContextKeyValues: ['true'] },
        { ContextKeyName: 'aws:ViaAWSService', ContextKeyValues: ['false'] },
      ],
    });
  });
});

test.each([
  ['explicitDeny', {}, 'explicit deny'],
  ['implicitDeny', {}, 'implicit deny'],
  ['implicitDeny', { MissingContextValues: ['s3:prefix'] }, 'depends'],
  ['allowed', { MissingContextValues: ['aws:SourceIp'] }, 'depends'],
  ['explicitDeny', { MissingContextValues: ['aws:SourceIp'] }, 'explicit deny'],
])('%s with %j is %s', async (EvalDecision, more, decision) => {
  const result = { EvalActionName: 's3:GetObject', EvalDecision, ...more };
  await withAws({ ...role, ...noPolicy, ...simulated(result) }, async (stub) => {
    expect(await may(liveLab(stub, deployed), question)).toMatchObject({ decision });
  });
});

test("a function is asked about by the role that it really has, a user with the resource's policy", async () => {
  const Policy = policyOf('Allow', '*');
  const answers = {
    ...simulated(allowed),
    'lambda.GetFunctionConfiguration': { Role: readerArn },
    'iam.GetUser': { User: { ...userWith('arn:aws:iam::111122223333:user/ann') } },
    's3.GetBucketPolicy': { Policy },
  };
  await withAws(answers, async (stub) => {
    const lab = liveLab(stub, deployed);
    await may(lab, { ...question, who: 'Todos' });
    expect(stub.asked.at(-1)?.input).toMatchObject({ PolicySourceArn: readerArn });
    expect(stub.asked.at(-1)?.input).not.toHaveProperty('ResourcePolicy');

    await may(lab, { ...question, who: 'Ann' });
    expect(stub.asked.at(-1)?.input).toMatchObject({
      ResourcePolicy: Policy,
      CallerArn: 'arn:aws:iam::111122223333:user/ann',
    });
  });
});

function userWith(Arn: string) {
  return {
    ...{ Arn, Path: '/', UserName: 'ann', UserId: 'AIDAEXAMPLE000000001' },
    CreateDate: new Date(0),
  };
}

function policyOf(Effect: string, Principal: unknown): string {
  return JSON.stringify({ Statement: [{ Effect, Principal, Action: 's3:*', Resource: '*' }] });
}

const denied = { EvalActionName: 's3:GetObject', EvalDecision: 'implicitDeny' };
const account = { AWS: 'arn:aws:iam::111122223333:root' };

test.each([
  { says: 'an allow stands beside an allow', result: allowed, Policy: policyOf('Allow', '*') },
  {
    says: 'nothing is given by what services may',
    result: denied,
    Policy: policyOf('Allow', { Service: 'cloudfront.amazonaws.com' }),
  },
  {
    says: 'an account as principal leaves it to the role',
    result: denied,
    Policy: policyOf('Allow', account),
  },
])('of a role and a resource with a policy: $says', async ({ result, Policy }) => {
  const decision = result === allowed ? 'allowed' : 'implicit deny';
  const answers = { ...role, ...simulated(result), 's3.GetBucketPolicy': { Policy } };
  await withAws(answers, async (stub) => {
    expect(await may(liveLab(stub, deployed), question)).toMatchObject({ decision });
  });
});

test.each([
  ['a deny may take an allow away', allowed, policyOf('Deny', '*')],
  ['an allow may be given', denied, policyOf('Allow', { AWS: readerArn })],
])('is unavailable where the resource decides too: %s', async (_, result, Policy) => {
  const answers = { ...role, ...simulated(result), 's3.GetBucketPolicy': { Policy } };
  await withAws(answers, async (stub) => {
    await expect(may(liveLab(stub, deployed), question)).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringContaining('takes no resource policies for roles') as string,
    });
  });
});

test('documents of an identity and a boundary go along, and their policy variables stay what they are', async () => {
  const documents = {
    identity: { own: { Resource: '${Files.Arn}/${aws:username}/*' } },
    boundary: { fence: '{"Statement":[]}' },
  };
  await withAws({ ...role, ...noPolicy, ...simulated(allowed) }, async (stub) => {
    await may(liveLab(stub, deployed), { ...question, documents });
    expect(stub.asked.at(-1)?.input).toMatchObject({
      PolicyInputList: ['{"Resource":"arn:aws:s3:::files-of-lab/${aws:username}/*"}'],
      PermissionsBoundaryPolicyInputList: ['{"Statement":[]}'],
    });
  });
});

test.each(['session', 'resource', 'scps', 'rcps'])(
  'is unavailable for %s documents, which the simulator does not take',
  async (kind) => {
    await withAws({ ...role, ...noPolicy, ...simulated(allowed) }, async (stub) => {
      const asked = { ...question, documents: { [kind]: {} } };
      await expect(may(liveLab(stub, deployed), asked)).rejects.toThrow(kind);
      expect(stub.asked.map(({ call }) => call)).not.toContain('iam.SimulatePrincipalPolicy');
    });
  },
);

test('what is said of TLS is what is asked, in whatever case', async () => {
  await withAws({ ...role, ...noPolicy, ...simulated(allowed) }, async (stub) => {
    const context = { 'aws:securetransport': 'false', 'aws:viaawsservice': [] };
    await may(liveLab(stub, deployed), { ...question, context });
    expect(stub.asked.at(-1)?.input).toMatchObject({
      ContextEntries: [{ ContextKeyName: 'aws:securetransport', ContextKeyValues: ['false'] }],
    });
  });
});

test('is unavailable for a service-linked role, which is not simulated', async () => {
  const arn = 'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/X';
  await withAws({ 'iam.GetRole': { Role: roleWith(arn) } }, async (stub) => {
    await expect(may(liveLab(stub, deployed), question)).rejects.toThrow(/service-linked role/);
    expect(stub.calls).toEqual(['iam.GetRole']);
  });
});

test.each([
  ['AccessDenied', 'is refused: AccessDenied'],
  ['Throttling', 'AWS was asked too fast: iam SimulatePrincipalPolicy: Throttling'],
])('is unavailable, not denied, where the caller is refused: %s', async (error, says) => {
  const answers = {
    ...role,
    ...noPolicy,
    'iam.SimulatePrincipalPolicy': { error, status: 403, message: 'no' },
  };
  await withAws(answers, async (stub) => {
    await expect(may(liveLab(stub, deployed), question)).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringContaining(says) as string,
    });
  });
});

test('is unavailable for what has no policies, and for a place that is not built', async () => {
  await withAws({}, async (stub) => {
    const lab = liveLab(stub, deployed);
    await expect(may(lab, { ...question, who: 'Files' })).rejects.toThrow(/no policies of its own/);
    await expect(may(lab, { ...question, who: 'Nobody' })).rejects.toThrow(/not built/);
    expect(stub.calls).toEqual([]);
  });
});

test('says that the person has no credentials any more', async () => {
  const answers = { 'iam.GetRole': { error: 'ExpiredToken', status: 403 } };
  await withAws(answers, async (stub) => {
    await expect(may(liveLab(stub, deployed), question)).rejects.toMatchObject({
      code: 'CredentialsExpired',
    });
  });
});
