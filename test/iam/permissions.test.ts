/** Who may do what in a template that somebody else wrote, and which statement decides. */
import { Permissions } from '../../lib/iam/permissions.ts';
import { reasonOf } from '../../lib/iam/words.ts';
import { openTemplates } from '../../lib/template/open.ts';
import type { Resource } from '../../lib/template/template.ts';
import { document, resource } from './resources.ts';
import { office, shopFile, shopRows, toldOf, type ShopRow } from './shop-table.ts';

const { resources } = openTemplates(shopFile);
const permissions = new Permissions(resources, { namesOthers: true });

test.each(shopRows.map((row) => [titleOf(row), row] as const))('%s', (_, row) => {
  const [, , , expected] = row;
  expect(toldOf(permissions, row)).toBe(expected);
});

function titleOf([who, action, on, expected]: ShopRow): string {
  return `${who} ${action} on ${on}: ${expected}`;
}

test('an account that is given as a parameter is that account', () => {
  const opened = openTemplates(shopFile, { parameters: { Partner: '222222222222' } });
  const given = new Permissions(opened.resources, { namesOthers: true });
  const read = { action: 's3:GetObject', on: 'Photos/partner/a' };
  const decisions = ['222222222222', '333333333333'].map(
    (who) => given.may({ who, ...read }).decision,
  );
  expect(decisions).toEqual(['allowed', 'implicit deny']);
});

test('everybody who may is found, also who is named by a resource alone', () => {
  const all = permissions.who({
    ...{ action: 's3:GetObject', on: 'Photos/public/a.jpg' },
    context: office,
  });
  const allowed = all.filter(({ decision }) => decision === 'allowed').map(({ who }) => who);
  expect(allowed.sort()).toEqual(['Admin', 'Dave', 'Olga', 'Reader', 'ResizerRole', 'anybody']);
});

test('the statement that decides stands where it is written', () => {
  const { by } = permissions.may({ who: 'Resizer', action: 'dynamodb:GetItem', on: 'Songs' });
  expect(by?.policy.source).toMatchObject({
    logicalId: 'ReadSongs',
    at: { line: expect.any(Number) as number },
  });
});

test('of what nothing allows it is told which limit keeps it out', () => {
  const answer = permissions.may({ who: 'Admin', action: 'iam:CreateUser', on: 'Dave' });
  expect(reasonOf(answer)).toBe('the permissions boundary does not allow it');
});

test('a statement that lacks one thing is a near miss', () => {
  const { nearMisses } = permissions.may({
    who: 'Resizer',
    action: 'dynamodb:PutItem',
    on: 'Songs',
  });
  expect(nearMisses().map(({ statement, lacks }) => [statement.sid, lacks])).toEqual([
    ['Reads', 'action'],
  ]);
});

test.each(['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'])(
  'an access policy of %s has a say',
  (type) => {
    const admits = (more: object): Resource =>
      resource('Domain', type, {
        AccessPolicies: document({
          ...{ Effect: 'Allow', Principal: '*', Action: 'es:ESHttp*' },
          ...{ Resource: '${Domain.Arn}/*', ...more },
        }),
      });
    const asked = { who: 'anonymous', action: 'es:ESHttpGet', on: 'Domain/songs' };
    const from = { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } };
    const decisions = [{}, { Condition: from }, { Principal: { AWS: '111122223333' } }].map(
      (more) => new Permissions([admits(more)]).may(asked).decision,
    );
    expect(decisions).toEqual(['allowed', 'depends', 'implicit deny']);
  },
);

test.each([
  [{ who: 'Nobody', on: 'Photos/a' }, 'UnknownPlace'],
  [{ who: 'Photos', on: 'Photos/a' }, 'UnknownPlace'],
  [{ who: 'Resizer', on: 'Nowhere/a' }, 'UnknownPlace'],
  [{ who: 'arn:aws:s3:::b', on: 'Photos/a' }, 'UnknownPrincipal'],
])('%j is refused: %s', (words, code) => {
  const refusal = expect.objectContaining({ code }) as Error;
  expect(() => permissions.may({ action: 's3:GetObject', ...words })).toThrow(refusal);
});
