/** Documents with one thing wrong each, its place and what is said of it. */
import type { DocumentKind } from '../../lib/iam/policy/problems.ts';
import { but, good, held, of, trust, version, when } from './documents.ts';

const text = (end: string): string =>
  `{\n  "Version": "${version}"${end}\n  "Statement": [${JSON.stringify(good)}]\n}`;

type Row = readonly [
  what: string,
  written: unknown,
  place: string,
  /** With what the sentence begins. */
  says: string,
  kind?: DocumentKind,
];

export const malformed: readonly Row[] = [
  ['a full stop where a comma belongs', text('.'), '', 'it does not parse: line 2, column 26: '],
  [
    'a comma too many at the end',
    `${text(',').slice(0, -2)},\n}`,
    '',
    'it does not parse: line 4, column 1: ',
  ],
  ['a text that ends early', text(',').slice(0, -3), '', 'it does not parse: '],
  ['a list', [good], '', 'a policy is a map, not [{"Effect":"Allow"'],
  ['nothing', null, '', 'a policy is a map, not null'],
  ['no statement', { Version: version }, 'Statement', 'it has no statement'],
  ['an empty list of statements', of(), 'Statement', 'it has no statement'],
  ['a statement that is a text', of('Allow'), 'Statement[0]', 'a statement is a map, not "Allow"'],
  [
    'an element of a document that is none',
    { ...of(good), Statements: [] },
    'Statements',
    'a policy has no element Statements',
  ],
  [
    'a version that is none',
    { ...of(good), Version: '2012-10-18' },
    'Version',
    '"2012-10-18" is no version: there are 2012-10-17, 2008-10-17',
  ],
  [
    'an element of a statement that is none',
    but({ Resources: '*' }),
    'Statement[0].Resources',
    'a statement has no element Resources',
  ],
  [
    'an element in another case',
    but({ action: '*' }),
    'Statement[0].action',
    'a statement has no element action',
  ],
  [
    'an effect in another case',
    but({ Effect: 'allow' }),
    'Statement[0].Effect',
    'it is Allow or Deny, not "allow"',
  ],
  [
    'a Sid with a blank',
    but({ Sid: 'Read all' }),
    'Statement[0].Sid',
    '"Read all" has more than letters and digits',
  ],
  [
    'the same Sid twice',
    of({ ...good, Sid: 'Read' }, { ...good, Sid: 'Read' }),
    'Statement[1].Sid',
    '"Read" is the Sid of another statement already',
  ],
  [
    'a value that is nothing',
    when({ Bool: { 'aws:SecureTransport': [null] } }),
    'Statement[0].Condition.Bool.aws:SecureTransport',
    'its values are texts, one at least',
  ],
  [
    'a principal that is no name of AWS',
    but({ Principal: { AWS: ['*', 'foo'] } }, held),
    'Statement[0].Principal',
    '"foo" is no account and no ARN',
    'resource',
  ],
  [
    'a principal that is a name',
    but({ Principal: 'nobody' }, held),
    'Statement[0].Principal',
    'it is * or a map of AWS, Service, Federated, CanonicalUser, not "nobody"',
    'resource',
  ],
  [
    'a principal with a wildcard in its name',
    but({ Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } }, held),
    'Statement[0].Principal',
    '"arn:aws:iam::111122223333:role/*" has a wildcard, which a principal may not',
    'resource',
  ],
  [
    'a principal that names nobody',
    but({ Principal: {} }, held),
    'Statement[0].Principal',
    'it is * or a map of AWS',
    'resource',
  ],
  [
    'no effect',
    but({ Effect: undefined }),
    'Statement[0].Effect',
    'it is Allow or Deny, not nothing',
  ],
  [
    'Action and NotAction',
    but({ NotAction: 's3:*' }),
    'Statement[0].Action',
    'a statement has Action or NotAction, not both',
  ],
  [
    'neither Action nor NotAction',
    but({ Action: undefined }),
    'Statement[0]',
    'it has neither Action nor NotAction',
  ],
  [
    'an empty list of actions',
    but({ Action: [] }),
    'Statement[0]',
    'it has neither Action nor NotAction',
  ],
  [
    'an action without its service',
    but({ Action: 'GetObject' }),
    'Statement[0].Action',
    '"GetObject" is no action: service:Name',
  ],
  [
    'an action with a space, the second of two',
    but({ Action: ['s3:*', 's3: Get'] }),
    'Statement[0].Action',
    '"s3: Get" is no action: service:Name',
  ],
  [
    'Resource and NotResource',
    but({ NotResource: '*' }),
    'Statement[0].Resource',
    'a statement has Resource or NotResource, not both',
  ],
  [
    'neither Resource nor NotResource',
    but({ Resource: undefined }),
    'Statement[0]',
    'it has neither Resource nor NotResource',
  ],
  [
    'an ARN of five parts',
    but({ Resource: 'arn:aws:s3::test' }),
    'Statement[0].Resource',
    '"arn:aws:s3::test" is no ARN: it has six parts',
  ],
  [
    'a name where an ARN belongs',
    but({ Resource: 'box/*' }),
    'Statement[0].Resource',
    '"box/*" is no ARN: it has six parts',
  ],
  [
    'a principal in the policy of an identity',
    of(held),
    'Statement[0].Principal',
    'the policy of an identity names no principal',
  ],
  [
    'NotPrincipal in the policy of an identity',
    but({ NotPrincipal: '*' }),
    'Statement[0].NotPrincipal',
    'the policy of an identity names no principal',
  ],
  [
    'no principal in the policy of a resource',
    of(good),
    'Statement[0]',
    'it has neither Principal nor NotPrincipal',
    'resource',
  ],
  [
    'Principal and NotPrincipal',
    but({ NotPrincipal: '*' }, held),
    'Statement[0].Principal',
    'a statement has Principal or NotPrincipal, not both',
    'resource',
  ],
  [
    'a resource in a trust policy',
    but({ Resource: '*' }, trust),
    'Statement[0].Resource',
    'a trust policy has none: the role is the resource',
    'trust',
  ],
  [
    'no principal in a trust policy',
    but({ Principal: undefined }, trust),
    'Statement[0]',
    'it has neither Principal nor NotPrincipal',
    'trust',
  ],
  [
    'an operator that is none',
    when({ StringEqual: { 'aws:username': 'Ann' } }),
    'Statement[0].Condition.StringEqual',
    'there is no operator StringEqual',
  ],
  [
    'a quantifier that is none',
    when({ 'ForEachValue:StringLike': { 'aws:TagKeys': 'a' } }),
    'Statement[0].Condition.ForEachValue:StringLike',
    'there is no operator ForEachValue:StringLike',
  ],
  [
    'Null if it exists',
    when({ NullIfExists: { 'aws:username': 'true' } }),
    'Statement[0].Condition.NullIfExists',
    'there is no operator NullIfExists',
  ],
  [
    'a condition that is a text',
    when('aws:username'),
    'Statement[0].Condition',
    'it is a map of operators, not "aws:username"',
  ],
  [
    'an operator without a key',
    when({ Bool: 'true' }),
    'Statement[0].Condition.Bool',
    'it is a map of keys, not "true"',
  ],
  [
    'a key without a value',
    when({ Bool: { 'aws:SecureTransport': [] } }),
    'Statement[0].Condition.Bool.aws:SecureTransport',
    'its values are texts, one at least',
  ],
  [
    'a map where values belong',
    when({ StringLike: { 'aws:username': { is: 'Ann' } } }),
    'Statement[0].Condition.StringLike.aws:username',
    'its values are texts, one at least',
  ],
];
