/** Does a permission of an identity pool's role stay with the data of the user who holds it? Pure. */
import type { Resource } from '../template/template.ts';
import type { Find } from './references.ts';
import { covers, demandsValue, type Condition, type Statement } from './statements.ts';
import { itemActions, listActions, objectActions, scanActions } from './user-data-actions.ts';

/** A way to other users' data: by which actions, on what, and the condition that closes it. */
interface Reach {
  readonly actions: readonly string[];
  readonly on: 'bucket' | 'object' | 'table';
  readonly closedBy?: Pick<Condition, 'key'> & {
    readonly quantifiers: readonly Condition['quantifier'][];
  };
}

const reaches: readonly Reach[] = [
  { actions: objectActions, on: 'object' },
  {
    actions: listActions,
    on: 'bucket',
    closedBy: { key: 's3:prefix', quantifiers: ['', 'foranyvalue'] },
  },
  {
    actions: itemActions,
    on: 'table',
    // One request may hold several keys: all of them have to be the user's own.
    closedBy: { key: 'dynamodb:leadingkeys', quantifiers: ['forallvalues'] },
  },
  { actions: scanActions, on: 'table' },
];

/** The identity's id: the only variable of the identity service that differs from user to user. */
const userVariable = /\$\{cognito-identity\.amazonaws\.com:sub\s*(,[^}]*)?\}/i;

/** Does the statement, written on `role`, allow objects or items of other users? */
export function reachesOthers(statement: Statement, role: Resource, find: Find): boolean {
  if (!statement.isAllow) return false;
  const typeOf = (resource: string): string | undefined =>
    find(/^\$\{[^}]*\}/.exec(resource)?.[0], role)?.type;
  return reaches.some(
    ({ actions, on, closedBy }) =>
      actions.some((action) => covers(statement, action)) &&
      allowsForeign(statement, (resource) => mayBe[on](resource, typeOf(resource))) &&
      !statement.conditions.some((condition) => closes(condition, closedBy, statement)),
  );
}

function allowsForeign(statement: Statement, isConcerned: (resource: string) => boolean): boolean {
  if (statement.notResources.length > 0) return true;
  return statement.resources.some((each) => isConcerned(each) && !namesUser(each, statement));
}

function closes(condition: Condition, closedBy: Reach['closedBy'], statement: Statement): boolean {
  return (
    closedBy !== undefined &&
    condition.key === closedBy.key &&
    closedBy.quantifiers.includes(condition.quantifier) &&
    demandsValue(condition) &&
    condition.values.every((value) => namesUser(value, statement))
  );
}

function namesUser(text: string, { knowsVariables }: Statement): boolean {
  return knowsVariables && userVariable.test(text);
}

type MayBe = (resource: string, type: string | undefined) => boolean;

/** May the text of a Resource element be one? What only the deployment knows may be anything. */
const mayBe: Readonly<Record<Reach['on'], MayBe>> = {
  bucket: (resource, type) => isOf('s3', resource, type) && !tailOf(resource).includes('/'),
  object: (resource, type) => isOf('s3', resource, type) && /[/*]/.test(tailOf(resource)),
  table: (resource, type) => isOf('dynamodb', resource, type),
};

function isOf(service: 's3' | 'dynamodb', resource: string, type: string | undefined): boolean {
  const named = /^arn:(?:\$\{[^}]*\}|[^:]*):([^:]*):/.exec(resource)?.[1];
  const ofType = type?.split('::')[1]?.toLowerCase();
  const known = named ?? ofType;
  return known === undefined || known === service;
}

/** What follows the ARN's service, region and account, without `${...}`. */
function tailOf(resource: string): string {
  const plain = resource.replace(/\$\{[^}]*\}/g, '');
  return plain.startsWith('arn:') ? plain.split(':').slice(5).join(':') : plain;
}
