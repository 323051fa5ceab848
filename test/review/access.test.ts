/** What a report says of who gets in, and of who may do what, where not all of it is known. */
import { allowedIn, notKnown } from '../../lib/review/allowed.ts';
import { markdownOf } from '../../lib/review/markdown.ts';
import type { Report } from '../../lib/review/report.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import type { Resource } from '../../lib/template/template.ts';
import { document, resource } from '../iam/resources.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

async function reviewed(name: string, Resources: object, more: object = {}): Promise<Report> {
  const file = folder.write(name, { Resources, ...more });
  const { out } = await cli(['review', file, '--rules', 'kit', '--json']);
  return (JSON.parse(out) as { data: Report }).data;
}

describe('who may do what inside', () => {
  const arn = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
  const role = (properties: object): Resource =>
    resource('Role', 'AWS::IAM::Role', { ...properties });
  const may = (...all: readonly Resource[]) =>
    allowedIn(subjectOf(all)).map(({ actions, statement, isKnown }) => [
      isKnown ? actions.join() : '?',
      statement,
    ]);

  test('a policy that AWS keeps and nobody here knows is named', () => {
    expect(may(role({ ManagedPolicyArns: [arn] }))).toEqual([
      ['?', 'AWS managed policy AmazonS3FullAccess'],
    ]);
  });

  test('a policy that is known is no riddle', () => {
    const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
    expect(may(role({ ManagedPolicyArns: [admin] }))).toEqual([
      ['*', 'statement 1 of AWS managed policy AdministratorAccess'],
    ]);
  });

  test('a document that cannot be read is one too', () => {
    const PolicyDocument = { ...document(), Statement: ['${Statements}'] };
    expect(may(role({ Policies: [{ PolicyName: 'p', PolicyDocument }] }))).toEqual([
      ['?', 'inline policy p of Role'],
    ]);
  });

  test('what is not known is told once for each policy', () => {
    const [one, other] = ['A', 'B'].map((name) =>
      resource(name, 'AWS::IAM::Role', { ManagedPolicyArns: [arn] }),
    ) as [Resource, Resource];
    expect(notKnown(allowedIn(subjectOf([one, other])))).toEqual([
      'AWS managed policy AmazonS3FullAccess: what it allows is not known here',
    ]);
  });

  test('a report says so, and does not say that nothing is allowed', async () => {
    const report = await reviewed('managed.json', {
      Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [arn] } },
    });
    const text = markdownOf(report);
    expect(text).not.toContain('is allowed anything');
    expect(text).toContain('| what it allows is not known here |');
    expect(report.provenance.open).toEqual([
      'AWS managed policy AmazonS3FullAccess: what it allows is not known here',
    ]);
  });
});
