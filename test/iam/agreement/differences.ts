/** Where the emulator is known to read a policy or a request otherwise than AWS does. */
import type { Properties } from '../../../lib/capabilities.ts';
import { arnOf, sessionArnOf } from './callers.ts';
import { names, queueArn } from './calls.ts';
import { allow, pairOf, type Pair } from './documents.ts';
import type { Question } from './question.ts';
import {
  documentsOf,
  hasCondition,
  isAsked,
  rewritten,
  withConditions,
  withContext,
  without,
} from './reading.ts';

interface Difference {
  readonly says: string;
  /** The page of AWS that decides. */
  readonly page: string;
  /** The least on which it shows. */
  readonly smallest: Pair;
  /** May it show on this? */
  touches(question: Question): boolean;
  /** The question as the emulator reads it: of this one AWS would say what the emulator says. */
  asRead(question: Question): Question;
}

const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const fineGrained =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html';

const resourceTag = 'aws:ResourceTag/team';

export const differences: readonly Difference[] = [
  {
    says: 'it takes policy variables for plain text',
    page: `${guide}/reference_policies_variables.html`,
    smallest: pairOf('agreement-ada', `SendMessage ${names.orders}`, {
      ...allow('sqs:SendMessage'),
      Resource: queueArn(names.orders).replace('000000000000', '${aws:PrincipalAccount}'),
    }),
    touches: ({ documents }) =>
      documentsOf(documents).some(
        ({ Version, Statement }) =>
          Version === '2012-10-17' && JSON.stringify(Statement).includes('${'),
      ),
    asRead: rewritten((document) => ({ ...document, Version: '2008-10-17' })),
  },
  {
    says: 'aws:PrincipalArn of a session is the ARN of the session, not of the role',
    page: `${guide}/reference_policies_condition-keys.html#condition-keys-principalarn`,
    smallest: sendBy('agreement-writer', {
      ArnEquals: { 'aws:PrincipalArn': arnOf({ kind: 'role', name: 'agreement-writer' }) },
    }),
    touches: (question) => question.asker.kind === 'role' && isAsked('aws:PrincipalArn', question),
    asRead: (question) =>
      question.asker.kind === 'user'
        ? question
        : withContext(question, { 'aws:PrincipalArn': sessionArnOf(question.asker) }),
  },
  {
    says: 'aws:ViaAWSService, which every request has, is missing',
    page: `${guide}/reference_policies_condition-keys.html#condition-keys-viaawsservice`,
    smallest: sendBy('agreement-ada', { Bool: { 'aws:ViaAWSService': 'false' } }),
    touches: (question) => isAsked('aws:ViaAWSService', question),
    asRead: (question) => without('aws:ViaAWSService', question),
  },
  {
    says: 'Null looks at the first of its values alone, which are alternatives',
    page: `${guide}/reference_policies_condition-logic-multiple-context-keys-or-values.html`,
    smallest: sendBy('agreement-ada', { Null: { 'aws:username': ['true', 'false'] } }),
    touches: hasCondition((operator, values) => operator === 'Null' && values.length > 1),
    asRead: rewritten(
      withConditions((operator, values) => [
        operator,
        operator === 'Null' ? values.slice(0, 1) : values,
      ]),
    ),
  },
  {
    says: 'a star of ArnLike goes beyond its part of the ARN',
    page: `${guide}/reference_policies_elements_condition_operators.html#Conditions_ARN`,
    smallest: sendBy('agreement-ada', {
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam:*:user/agreement-ada' },
    }),
    touches: hasCondition((operator, values) => isArn(operator) && values.some(isShort)),
    asRead: rewritten(
      withConditions((operator, values) => [
        isArn(operator) ? operator.replace(/^Arn(Not)?(Equals|Like)/, 'String$1Like') : operator,
        values,
      ]),
    ),
  },
  {
    says: 'a date without a day, which is one of ISO 8601, is before and after nothing',
    page: `${guide}/reference_policies_elements_condition_operators.html#Conditions_Date`,
    smallest: sendBy('agreement-ada', { DateGreaterThan: { 'aws:CurrentTime': '2020-01' } }),
    touches: hasCondition((operator, values) => isDate(operator) && values.some(isMonth)),
    asRead: rewritten(
      withConditions((operator, values) => [
        operator,
        isDate(operator)
          ? values.map((each) => (isMonth(each) ? neverFor(operator) : each))
          : values,
      ]),
    ),
  },
  {
    says: 'dynamodb:LeadingKeys is missing',
    page: fineGrained,
    smallest: onTodos('GetItem', { 'dynamodb:LeadingKeys': 'bob' }),
    touches: (question) => isAsked('dynamodb:LeadingKeys', question),
    asRead: (question) => without('dynamodb:LeadingKeys', question),
  },
  {
    says: 'dynamodb:Attributes is missing where an item is put',
    page: fineGrained,
    smallest: onTodos('PutItem', { 'dynamodb:Attributes': 'secret' }),
    touches: (question) => isPut(question) && isAsked('dynamodb:Attributes', question),
    asRead: (question) => (isPut(question) ? without('dynamodb:Attributes', question) : question),
  },
  {
    says: 'tags of the resource are looked up only where a policy of the identity asks for one',
    page: `${guide}/reference_policies_condition-keys.html#condition-keys-resourcetag`,
    smallest: pairOf('agreement-reader', `SendMessage ${names.orders}`, allow('sqs:*'), {
      ...allow('sqs:*'),
      Condition: { StringEquals: { 'aws:ResourceTag/team': 'blue' } },
    }),
    touches: (question) => isAsked(resourceTag, question) && !isNamed(question),
    asRead: (question) => (isNamed(question) ? question : without(resourceTag, question)),
  },
  {
    says: 'a Deny with NotPrincipal denies nobody',
    page: `${guide}/reference_policies_elements_notprincipal.html`,
    smallest: pairOf('agreement-writer', `Publish ${names.alerts}`, allow('sns:Publish')),
    touches: ({ documents }) => documents.resource?.Statement.some(isExcept) ?? false,
    asRead: rewritten((document) => ({
      ...document,
      Statement: document.Statement.filter((each) => !isExcept(each)),
    })),
  },
  {
    says: 'what a resource grants to anybody is limited by boundaries and session policies',
    page: `${guide}/reference_policies_evaluation-logic_policy-eval-denyallow.html`,
    smallest: pairOf(
      'agreement-reader',
      `GetQueueAttributes ${names.vault}`,
      allow('sqs:SendMessage'),
      allow('sqs:SendMessage'),
    ),
    touches: ({ documents }) =>
      (documents.session ?? documents.boundary) !== undefined &&
      (documents.resource?.Statement.some(isForAnybody) ?? false),
    asRead: (question) =>
      rewritten((document) => ({
        ...document,
        Statement: document.Statement.map((each) =>
          isForAnybody(each) && question.asker.kind === 'role'
            ? { ...each, Principal: { AWS: arnOf(question.asker) } }
            : each,
        ),
      }))(question),
  },
];

function isForAnybody({ Effect, Principal }: Properties): boolean {
  return Effect === 'Allow' && Principal === '*';
}

function sendBy(asker: string, Condition: Properties): Pair {
  return pairOf(asker, `SendMessage ${names.orders}`, { ...allow('sqs:SendMessage'), Condition });
}

function onTodos(command: string, keys: Properties): Pair {
  const statement = { ...allow('dynamodb:*'), Condition: { 'ForAllValues:StringEquals': keys } };
  return pairOf('agreement-ada', `${command} ${names.todos}`, statement);
}

function isPut({ call }: Question): boolean {
  return call.command === 'PutItem';
}

function isNamed({ documents }: Question): boolean {
  return JSON.stringify(documents.identity).toLowerCase().includes('aws:resourcetag/');
}

/** What no time is beyond. */
function neverFor(operator: string): string {
  return operator.includes('Greater') ? '9999-12-31T00:00:00Z' : '0001-01-01T00:00:00Z';
}

function isExcept(statement: Properties): boolean {
  return 'NotPrincipal' in statement;
}

function isArn(operator: string): boolean {
  return operator.startsWith('Arn');
}

function isShort(arn: string): boolean {
  return arn.split(':').length < 6;
}

function isDate(operator: string): boolean {
  return operator.startsWith('Date');
}

function isMonth(date: string): boolean {
  return /^\d{4}-\d{2}$/.test(date);
}
