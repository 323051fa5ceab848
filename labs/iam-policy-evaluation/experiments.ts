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
      'An object is not the bucket: what is done to objects needs bucket/*. Nothing complains, and nothing is allowed.',
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
    lesson: 'A policy that does not parse grants nothing, and is deployed nowhere.',
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
      'That key is in a request when a service calls for a resource. A person who calls never brings it, so the statement never allows.',
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
      'An ARN has six parts. With five it is none: AWS takes no such policy, and it would match nothing.',
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
      'The comma is found at once. The key is not: one that does not exist is in no request, and what asks for it never matches.',
    mistake: (app) => {
      swap(app, 'queue-policy.json', 'broken/fix-5-misspelt-key.txt');
    },
  },
  {
    id: 'fix-6-all-of-sqs',
    says: 'queue-policy.json: sqs:* for two other accounts',
    stage: 'policies',
    fails: ['no-star-star'],
    lesson:
      'All of SQS is DeleteQueue and PurgeQueue too: who was to read may take the queue away.',
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
      'It denies nothing as long as it does not parse. Repaired, its last statement may go: StringNotEquals is true already where there is no header.',
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
      'What a service does for somebody comes from an address of the service, and that is no office.',
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
      'Requests with long-term keys have no such key at all. Bool is not met by what is not there, so the deny says nothing.',
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
    lesson: 'A fence with a gate, and the key is with the fenced.',
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
      'What somebody was given by hand nobody inherits, and nobody takes away when they leave the group.',
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
      'The owner of the resource has to agree too: no policy of account A opens a bucket of account B.',
    mistake: (app) => {
      forget(app, 'SharedPolicy');
    },
  },
];
