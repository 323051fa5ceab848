/** What a report says of roles that are denied something, or limited. */
import { allowedIn, effective } from '../../lib/review/allowed.ts';
import { markdownOf } from '../../lib/review/markdown.ts';
import type { Report } from '../../lib/review/report.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import { document, resource } from '../iam/resources.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const all = { Effect: 'Allow', Action: '*', Resource: '*' };
const deny = { ...all, Effect: 'Deny' };

describe('a role that is allowed everything', () => {
  const opens = (...more: readonly object[]): boolean => {
    const Policies = [{ PolicyName: 'p', PolicyDocument: document(all, ...more) }];
    const subject = subjectOf([resource('Role', 'AWS::IAM::Role', { Policies })]);
    return effective(allowedIn(subject)).length > 0;
  };

  test.each([
    [deny, false],
    [{ ...deny, Action: 's3:*' }, true],
    [{ ...deny, Resource: 'arn:aws:s3:::a' }, true],
    [{ ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, true],
    [{ Effect: 'Deny', NotAction: '*', Resource: '*' }, true],
  ])('and denied %j is allowed something: %s', (denied, expected) => {
    expect(opens(denied)).toBe(expected);
  });

  test('shows what it never may, and what limits it, and is no way to data if all is denied', async () => {
    const report = async (name: string, ...statements: readonly object[]): Promise<Report> => {
      const Policies = [{ PolicyName: 'p', PolicyDocument: document(...statements) }];
      const PermissionsBoundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
      const file = folder.write(name, {
        Resources: {
          Role: { Type: 'AWS::IAM::Role', Properties: { Policies, PermissionsBoundary } },
          Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': 'Role.Arn' } } },
          Url: {
            Type: 'AWS::Lambda::Url',
            Properties: { AuthType: 'NONE', TargetFunctionArn: { Ref: 'Fn' } },
          },
          May: {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              ...{ FunctionName: { Ref: 'Fn' }, Principal: '*' },
              Action: 'lambda:InvokeFunctionUrl',
            },
          },
          Table: { Type: 'AWS::DynamoDB::Table', Properties: {} },
        },
      });
      const { out } = await cli(['review', file, '--rules', 'kit', '--json']);
      return (JSON.parse(out) as { data: Report }).data;
    };
    const denied = await report('denied.json', all, deny);
    expect(markdownOf(denied)).toContain('| never: \\* |');
    expect(markdownOf(denied)).toContain(
      '\\* (wide), limited by AWS managed policy ReadOnlyAccess',
    );
    expect(denied.paths).toEqual([]);
    expect((await report('allowed.json', all)).paths).toHaveLength(1);
  });
});
