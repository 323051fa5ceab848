/** Denies that hit whom they should not, or miss whom they should. */
import { allow, at, deny, found, queue, type Row } from './found.ts';

const office = { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };

const rows: readonly Row[] = [
  [
    'a Deny by address',
    'identity',
    deny(office),
    [[at('Condition.NotIpAddress.aws:SourceIp'), 'deny-ip-via-service']],
  ],
  [
    'one that spares services',
    'identity',
    deny({ ...office, Bool: { 'aws:ViaAWSService': 'false' } }),
    [],
  ],
  [
    'one that spares those called by CloudFormation',
    'identity',
    deny({
      ...office,
      'ForAllValues:StringNotEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' },
    }),
    [],
  ],
  ['an Allow by address', 'identity', allow('sqs:SendMessage', queue, { Condition: office }), []],
  [
    'a Deny without MFA that misses long-term keys',
    'identity',
    deny({ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }),
    [[at('Condition.Bool.aws:MultiFactorAuthPresent'), 'mfa-if-exists']],
  ],
  [
    'one with IfExists',
    'identity',
    deny({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }),
    [],
  ],
  [
    'one by what it is not',
    'identity',
    deny({ StringNotEquals: { 'aws:MultiFactorAuthPresent': 'true' } }),
    [],
  ],
  [
    'an Allow with MFA',
    'identity',
    allow('sqs:SendMessage', queue, {
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    }),
    [],
  ],
];

test.each(rows)('%s', (_, ...[kind, document, told]) => {
  expect(found(document, kind)).toEqual(told);
});
