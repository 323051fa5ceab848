/** A queue, and two roles: one reads it, the other writes to it, from home only. */

const on = { Resource: { 'Fn::GetAtt': ['News', 'Arn'] } };
const awayFromHome = { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };

export const news = {
  Resources: {
    News: { Type: 'AWS::SQS::Queue' },
    Reader: role([{ Sid: 'Read', Effect: 'Allow', Action: 'sqs:ReceiveMessage', ...on }]),
    Writer: role([
      { Sid: 'Write', Effect: 'Allow', Action: 'sqs:*', ...on },
      { Sid: 'NeverPurge', Effect: 'Deny', Action: 'sqs:PurgeQueue', ...on },
      {
        Sid: 'AtHomeOnly',
        Effect: 'Deny',
        Action: 'sqs:SendMessage',
        ...on,
        Condition: awayFromHome,
      },
    ]),
  },
};

function role(statements: readonly object[]) {
  const trusted = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Statement: trusted },
      Policies: [{ PolicyName: 'Own', PolicyDocument: { Statement: statements } }],
    },
  };
}
