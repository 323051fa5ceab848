/** What a report says of policies whose principals are in no template. */
import { allowedIn } from '../../lib/review/allowed.ts';
import { allowedChanges } from '../../lib/review/allowed-changes.ts';
import { markdownOf } from '../../lib/review/markdown.ts';
import type { Report } from '../../lib/review/report.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import type { RawResource, Resource } from '../../lib/template/template.ts';
import { document, resource } from '../iam/resources.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const all = { Effect: 'Allow', Action: '*', Resource: '*' };
const PolicyDocument = document(all);
const iam = (type: string, properties: object, name = 'It'): Resource =>
  resource(name, type, { ...properties });
const whoMay = (...resources: readonly Resource[]): readonly (readonly string[])[] =>
  allowedIn(subjectOf(resources)).map(({ who, actions }) => [who, actions.join()]);

describe('a policy whose principal is in no template', () => {
  const policy = 'AWS::IAM::Policy';
  const managed = 'AWS::IAM::ManagedPolicy';
  const set = 'AWS::SSO::PermissionSet';
  const setWho = 'whoever is given permission set It';

  test.each([
    [managed, { Roles: ['existing'], PolicyDocument }, 'role existing (not in the template)'],
    [policy, { Roles: ['${Who}'], PolicyDocument }, 'role ${Who} (not in the template)'],
    [policy, { Users: ['ann'], PolicyDocument }, 'user ann (not in the template)'],
    [policy, { Groups: ['ops'], PolicyDocument }, 'whoever is in group ops (not in the template)'],
    [
      'AWS::IAM::RolePolicy',
      { RoleName: 'existing', PolicyDocument },
      'role existing (not in the template)',
    ],
    [managed, { PolicyDocument }, 'whoever It is attached to'],
    ['AWS::IAM::Group', { ManagedPolicyArns: [admin] }, 'whoever is in group It'],
    [
      'AWS::IAM::Group',
      { Policies: [{ PolicyName: 'p', PolicyDocument }] },
      'whoever is in group It',
    ],
    [set, { ManagedPolicies: [admin] }, setWho],
    [set, { InlinePolicy: PolicyDocument }, setWho],
    [set, { InlinePolicy: JSON.stringify(PolicyDocument) }, setWho],
  ])('%s with %j is a row for who gets it', (type, properties, who) => {
    expect(whoMay(iam(type, properties))).toEqual([[who, '*']]);
  });

  test('a permission set may name a policy of the template, or one that nobody here knows', () => {
    const named = (Name: string) =>
      iam(set, { CustomerManagedPolicyReferences: [{ Name }] }, 'Set');
    const shared = iam(managed, { ManagedPolicyName: 'shared', PolicyDocument }, 'Shared');
    expect(whoMay(shared, named('shared'))).toEqual([['whoever is given permission set Set', '*']]);
    expect(allowedIn(subjectOf([named('elsewhere')]))).toMatchObject([
      { isKnown: false, statement: 'policy elsewhere' },
    ]);
  });

  test('of what the template has it is a row of that alone', () => {
    const role = iam('AWS::IAM::Role', {}, 'Role');
    const user = iam('AWS::IAM::User', { Groups: ['${Group}'] }, 'User');
    const group = iam('AWS::IAM::Group', { ManagedPolicyArns: [admin] }, 'Group');
    expect(whoMay(role, iam(managed, { Roles: ['${Role}'], PolicyDocument }))).toEqual([
      ['Role', '*'],
    ]);
    expect(whoMay(user, group)).toEqual([['User', '*']]);
  });

  test('what limits a role is attached to it, and allows nothing', () => {
    const role = iam('AWS::IAM::Role', { PermissionsBoundary: '${It}' }, 'Role');
    expect(whoMay(role, iam(managed, { PolicyDocument }))).toEqual([]);
  });
});

describe('against a base', () => {
  const attached = (name: string, Effect = 'Allow'): Resource =>
    iam(
      'AWS::IAM::Policy',
      { Roles: ['existing'], PolicyDocument: document({ ...all, Effect }) },
      name,
    );
  const more = (before: readonly Resource[], after: readonly Resource[]): readonly string[] =>
    allowedChanges(subjectOf(before), subjectOf(after)).map(({ now, who }) => `${now} ${who}`);

  test('a policy for a role that is only named is new once, wherever it is written', () => {
    expect(more([], [attached('P')])).toEqual(['allowed role existing (not in the template)']);
    expect(more([attached('P')], [attached('Q')])).toEqual([]);
  });

  test('a role that is only named stays when what denies it goes', () => {
    expect(more([attached('P', 'Deny')], [])).toEqual([
      'no longer denied role existing (not in the template)',
    ]);
    const group = iam('AWS::IAM::Group', {
      Policies: [{ PolicyName: 'p', PolicyDocument: document({ ...all, Effect: 'Deny' }) }],
    });
    expect(more([group], [])).toEqual([]);
  });

  test('the lines for a person name what is wide, and the table who may', async () => {
    const Topic: RawResource = { Type: 'AWS::SNS::Topic' };
    const base = folder.write('before.json', { Resources: { Topic } });
    const now = folder.write('after.json', {
      Resources: {
        Topic,
        Mp: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { Roles: ['existing'], PolicyDocument },
        },
        G: { Type: 'AWS::IAM::Group', Properties: { ManagedPolicyArns: [admin] } },
      },
    });
    const { out } = await cli(['review', now, '--base', base, '--rules', 'kit', '--json']);
    const report = (JSON.parse(out) as { data: Report }).data;
    expect(report.verdict.attention).toContain(
      'Newly allowed: role existing (not in the template) * on *, whoever is in group G * on *',
    );
    expect(markdownOf(report)).not.toContain('is allowed anything');
  });
});
