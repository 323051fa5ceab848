/** The list of one owner in the table. Whoever calls has settled who that is. */
import { ulid } from 'ulid';
import type { Store } from './store.ts';

export interface Todo {
  readonly todoId: string;
  readonly title: string;
  readonly done: boolean;
}
export type TodoFields = Partial<Pick<Todo, 'title' | 'done'>>;

export interface TodoList {
  /** In the order they were made; `after` is the last id of the page before. */
  page(after?: string): Promise<{ readonly todos: readonly Todo[]; readonly next?: string }>;
  add(fields: TodoFields & Pick<Todo, 'title'>): Promise<Todo>;
  find(todoId: string): Promise<Todo | undefined>;
  /** Nothing where there is no such to-do: a change never makes one. */
  change(todoId: string, fields: TodoFields): Promise<Todo | undefined>;
  remove(todoId: string): Promise<Todo | undefined>;
}

export function todoListOf(owner: string, store: Store): TodoList {
  const table = { TableName: process.env['TABLE_NAME'] ?? '' };
  const existing = { ...table, ConditionExpression: 'attribute_exists(todoId)' };
  return {
    async page(after) {
      const { Items = [], LastEvaluatedKey } = await store.query({
        ...table,
        KeyConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': owner },
        ...(after === undefined ? {} : { ExclusiveStartKey: { owner, todoId: after } }),
      });
      const todos = Items.map(todoOf);
      const next = LastEvaluatedKey?.['todoId'] as string | undefined;
      return next === undefined ? { todos } : { todos, next };
    },
    async add({ title, done = false }) {
      const todo = { todoId: ulid(), title, done };
      await store.put({ ...table, Item: { owner, ...todo } });
      return todo;
    },
    async find(todoId) {
      const { Item } = await store.get({ ...table, Key: { owner, todoId } });
      return Item && todoOf(Item);
    },
    change: (todoId, fields) =>
      ifThere(async () => {
        const key = { ...existing, Key: { owner, todoId } };
        const { Attributes = {} } = await store.update({ ...key, ...setting(fields) });
        return todoOf(Attributes);
      }),
    remove: (todoId) =>
      ifThere(async () => {
        const { Attributes = {} } = await store.delete({
          ...existing,
          Key: { owner, todoId },
          ReturnValues: 'ALL_OLD',
        });
        return todoOf(Attributes);
      }),
  };
}

/** Sets these fields and leaves the others as they are. */
function setting(fields: TodoFields) {
  const entries = Object.entries(fields);
  return {
    UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      entries.map(([name, value]) => [`:${name}`, value]),
    ),
    ReturnValues: 'ALL_NEW',
  } as const;
}

/** The owner stays in the table: every reader is that owner. */
function todoOf(item: Record<string, unknown>): Todo {
  const { todoId, title, done } = item as unknown as Todo;
  return { todoId, title, done };
}

async function ifThere<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (isConditionFailed(error)) return undefined;
    throw error;
  }
}

/** The SDK says it by `name`, the client of the cache by `code`. */
function isConditionFailed(error: unknown): boolean {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  return [name, code].includes('ConditionalCheckFailedException');
}
