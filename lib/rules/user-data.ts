/** Does a permission of an identity pool's role stay with the data of the user who holds it? Pure. */
import { covers } from '../iam/lint/actions.ts';
import { demandsValue, isOn } from '../iam/lint/conditions.ts';
import type { Condition, Document, Statement } from '../iam/policy/statement.ts';
import { partsOf } from '../iam/text/arn.ts';
import { itemActions, listActions, objectActions, scanActions } from './user-data-actions.ts';

/** A way to other users' data: by which actions, on what, and the condition that closes it. */
interface Reach {
  readonly actions: readonly string[];
  readonly on: 'bucket' | 'object' | 'table';
  readonly closedBy?: {
    /** In lower case. */
    readonly key: string;
    readonly quantifiers: readonly (Condition['quantifier'] | 'none')[];
  };
}

const reaches: readonly Reach[] = [
  { actions: objectActions, on: 'object' },
  {
    actions: listActions,
    on: 'bucket',
    closedBy: { key: 's3:prefix', quantifiers: ['none', 'any'] },
  },
  {
    actions: itemActions,
    on: 'table',
    // One request may hold several keys: all of them have to be the user's own.
    closedBy: { key: 'dynamodb:leadingkeys', quantifiers: ['all'] },
  },
  { actions: scanActions, on: 'table' },
];

/** The identity's id: the only variable of the identity service that differs from user to user. */
const userVariable = /\$\{cognito-identity\.amazonaws\.com:sub\s*(,[^}]*)?\}/i;

/** Does the document allow objects or items of other users? */
export function reachesOthers(
  { statements, knowsVariables }: Document,
  typeOf: (resource: string) => string | undefined,
): boolean {
  const namesUser = (text: string): boolean => knowsVariables && userVariable.test(text);
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .some((statement) =>
      reaches.some(
        ({ actions, on, closedBy }) =>
          actions.some((action) => covers(statement.actions, action)) &&
          foreignIn(statement, namesUser).some((each) => mayBe[on](each, typeOf(each))) &&
          !statement.conditions.some((each) => closes(each, closedBy, namesUser)),
      ),
    );
}

/** What it allows without naming the user; everything but a few is everything. */
function foreignIn(
  { resources }: Statement,
  namesUser: (text: string) => boolean,
): readonly string[] {
  if (resources?.isExcept === true) return ['*'];
  return (resources?.patterns ?? []).filter((each) => !namesUser(each));
}

function closes(
  condition: Condition,
  closedBy: Reach['closedBy'],
  namesUser: (text: string) => boolean,
): boolean {
  return (
    closedBy !== undefined &&
    isOn(condition, closedBy.key) &&
    closedBy.quantifiers.includes(condition.quantifier ?? 'none') &&
    demandsValue(condition) &&
    condition.values.every(namesUser)
  );
}

type MayBe = (resource: string, type: string | undefined) => boolean;

/** May the text of a Resource element be one? What only the deployment knows may be anything. */
const mayBe: Readonly<Record<Reach['on'], MayBe>> = {
  bucket: (resource, type) => isOf('s3', resource, type) && !tailOf(resource).includes('/'),
  object: (resource, type) => isOf('s3', resource, type) && /[/*]/.test(tailOf(resource)),
  table: (resource, type) => isOf('dynamodb', resource, type),
};

function isOf(service: 's3' | 'dynamodb', resource: string, type: string | undefined): boolean {
  const named = partsOf(resource)[2];
  const ofType = type?.split('::')[1]?.toLowerCase();
  const known = named ?? ofType;
  return known === undefined || known === service;
}

/** What follows the ARN's service, region and account, without `${...}`. */
function tailOf(resource: string): string {
  const tail = resource.startsWith('arn:') ? (partsOf(resource)[5] ?? '') : resource;
  return tail.replace(/\$\{[^}]*\}/g, '');
}
