import type { Experiment } from '../../lib/lab.ts';
import { forget } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';
import { grant, swap } from './mistakes.ts';

export { counterExamples } from './counter-examples.ts';

export const experiments: readonly Experiment<Stage>[] = [
  {
    id: 'fix-1-object-on-bucket-arn',
    says: 'developers.json: GetObject on arn:aws:s3:::notes-a/* -> on arn:aws:s3:::notes-a',
    stage: 'policies',
    fails: ['bucket-and-object-level', 'cases-hold'],
    alsoFails: {
      'deny-wins-everywhere': 'a case that is to be allowed is not',
      'office-only-but-services-work': 'in the office a note is not read either',
    },
    lesson:
      's3:GetObject is done to objects, so its Resource has to be arn:aws:s3:::notes-a/*. On arn:aws:s3:::notes-a AWS takes the policy without a word, and it allows no object to be read.',
    mistake: (app) => {
      swap(app, 'developers.json', 'broken/fix-1-object-on-bucket-arn.json');
    },
  },
  {
    id: 'fix-2-full-stop',
    says: 'developers.json: a full stop where a comma belongs',
    stage: 'policies',
    fails: ['no-star-star'],
    alsoFails: {
      'cases-hold': 'dave is allowed nothing by it',
      'deny-wins-everywhere': 'what is not allowed is no explicit deny to begin with',
      'bucket-and-object-level': 'dave, who is to do both, does neither',
      'colleague-difference-is-explained': 'what account B lets dave do his own account does not',
      'office-only-but-services-work': 'in the office nothing is allowed either',
      'mfa-or-nothing': 'nor is a delete with MFA',
      'cross-account-needs-two': 'the half of account A is missing',
    },
    lesson:
      'A full stop in place of a comma is no JSON: IAM refuses the policy as MalformedPolicyDocument, so it is deployed nowhere and grants nothing.',
    mistake: (app) => {
      swap(app, 'developers.json', 'broken/fix-2-full-stop.txt');
    },
  },
  {
    id: 'fix-3-borrowed-condition',
    says: 'developers.json: aws:SourceAccount as a condition for what people do',
    stage: 'policies',
    fails: ['cases-hold'],
    alsoFails: {
      'deny-wins-everywhere': 'a case that is to be allowed is not',
      'bucket-and-object-level': 'dave lists and does not read',
      'office-only-but-services-work': 'in the office a note is not read either',
      'mfa-or-nothing': 'nor is one deleted with MFA',
    },
    lesson:
      'aws:SourceAccount is in a request only when a service calls on behalf of a resource. A person who calls never brings it, so StringEquals on it is never met and the statement never allows.',
    mistake: (app) => {
      swap(app, 'developers.json', 'broken/fix-3-borrowed-condition.json');
    },
  },
  {
    id: 'fix-4-missing-colon',
    says: 'developers.json: arn:aws:s3:::notes-a -> arn:aws:s3::test',
    stage: 'policies',
    fails: ['no-star-star', 'bucket-and-object-level'],
    alsoFails: {
      'cases-hold': 'dave is allowed nothing by it',
      'deny-wins-everywhere': 'what is not allowed is no explicit deny to begin with',
      'colleague-difference-is-explained': 'what account B lets dave do his own account does not',
      'office-only-but-services-work': 'in the office nothing is allowed either',
      'mfa-or-nothing': 'nor is a delete with MFA',
      'cross-account-needs-two': 'the half of account A is missing',
    },
    lesson:
      'An ARN has six parts, divided by five colons: arn:aws:s3:::notes-a. arn:aws:s3::test has five parts: AWS takes no such policy, and it would match nothing.',
    mistake: (app) => {
      swap(app, 'developers.json', 'broken/fix-4-missing-colon.json');
    },
  },
  {
    id: 'fix-5-misspelt-key',
    says: 'queue-policy.json: Principal * with aws:SourceAcount, and a comma is missing',
    stage: 'policies',
    fails: ['service-principal-is-pinned'],
    alsoFails: {
      'colleague-difference-is-explained':
        'what a policy that is refused was to deny nobody knows: whether olga sends hangs on it',
      'cases-hold': 'S3 may not send, and plain HTTP is denied to nobody',
      'deny-wins-everywhere': 'a case that is to be allowed is not',
      'no-star-star': 'it does not parse',
    },
    lesson:
      'The missing comma is found at once, for the policy is no JSON. The misspelt key is not: aws:SourceAcount is in no request, so StringEquals on it is never met and the queue takes nothing from S3.',
    mistake: (app) => {
      swap(app, 'queue-policy.json', 'broken/fix-5-misspelt-key.txt');
    },
  },
  {
    id: 'fix-6-all-of-sqs',
    says: 'queue-policy.json: sqs:* for two other accounts',
    stage: 'policies',
    fails: ['no-star-star'],
    alsoFails: {
      'cases-hold': 'somebody of one of these accounts sends, as far as the queue has a say in it',
    },
    lesson:
      'sqs:* is sqs:DeleteQueue and sqs:PurgeQueue too: the accounts that were to read with sqs:ReceiveMessage may take the queue away.',
    mistake: (app) => {
      swap(app, 'queue-policy.json', 'broken/fix-6-all-of-sqs.json');
    },
  },
  {
    id: 'fix-7-trailing-comma',
    says: 'bucket-policy.json: a comma and a full stop after the last bracket',
    stage: 'policies',
    fails: ['no-star-star'],
    alsoFails: {
      'cases-hold': 'nothing is denied by it, or what it was to deny is not known',
      'deny-wins-everywhere': 'whether a note is read hangs on what it was to deny',
    },
    lesson:
      'A bucket policy that does not parse denies nothing. Repaired, its statement with Null on s3:x-amz-server-side-encryption may go: StringNotEquals on that key is met already where the header is absent.',
    mistake: (app) => {
      swap(app, 'bucket-policy.json', 'broken/fix-7-trailing-comma.txt');
    },
  },
  {
    id: 'deny-without-exception',
    says: 'deny-outside-office.json: the condition on aws:ViaAWSService is gone',
    stage: 'policies',
    fails: ['office-only-but-services-work'],
    alsoFails: {
      'cases-hold': 'the same case is in the book',
      'deny-wins-everywhere': 'a case that is to be allowed is not',
    },
    lesson:
      'What CloudFormation does for dave comes from an address of CloudFormation, so a Deny on aws:SourceIp stops it too unless the Deny also asks for aws:ViaAWSService to be false.',
    mistake: (app) => {
      swap(app, 'deny-outside-office.json', 'broken/deny-without-exception.json');
    },
  },
  {
    id: 'bool-instead-of-ifexists',
    says: 'deny-without-mfa.json: BoolIfExists -> Bool',
    stage: 'policies',
    fails: ['mfa-or-nothing'],
    alsoFails: {
      'cases-hold': 'the same case is in the book',
    },
    lesson:
      'Requests with long-term access keys do not carry aws:MultiFactorAuthPresent at all. Bool is not met by a key that is absent, so the Deny does not hit them; BoolIfExists is met, and it does.',
    mistake: (app) => {
      swap(app, 'deny-without-mfa.json', 'broken/bool-instead-of-ifexists.json');
    },
  },
  {
    id: 'delete-boundary-allowed',
    says: 'make-roles.json: iam:DeleteRolePermissionsBoundary as well',
    stage: 'policies',
    fails: ['boundary-stops-escalation'],
    alsoFails: {
      'cases-hold': 'the same case is in the book',
    },
    lesson:
      'Who may call iam:DeleteRolePermissionsBoundary takes the boundary off the roles they made, so the condition on iam:PermissionsBoundary in iam:CreateRole holds nobody back.',
    mistake: (app) => {
      swap(app, 'make-roles.json', 'broken/delete-boundary-allowed.json');
    },
  },
  {
    id: 'policy-on-the-user',
    says: 'Dave: an inline policy of his own, dynamodb:Scan',
    stage: 'policies',
    fails: ['new-hire-gets-the-group'],
    alsoFails: {
      'cases-hold': 'dave scans',
      'colleague-difference-is-explained': 'one difference less: dave scans as olga does',
    },
    lesson:
      'An inline policy on a user (iam:PutUserPolicy) goes to nobody who joins the group, and stays with the user when they leave it.',
    mistake: (app) => {
      grant(app, 'Dave', { Action: 'dynamodb:Scan', Resource: '*' });
    },
  },
  {
    id: 'one-side-only',
    says: 'Account B: the policy of shared-b is gone',
    stage: 'policies',
    fails: ['cross-account-needs-two'],
    alsoFails: {
      'cases-hold': 'dave puts nothing into shared-b',
      'deny-wins-everywhere': 'a case that is to be allowed is not',
      'colleague-difference-is-explained': 'one difference less',
    },
    lesson:
      'Across accounts s3:PutObject needs an Allow in the bucket policy of account B as well: no policy of account A opens a bucket of account B.',
    mistake: (app) => {
      forget(app, 'SharedPolicy');
    },
  },
];
