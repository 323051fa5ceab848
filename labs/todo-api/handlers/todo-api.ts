/** The five routes. Who the owner is and where the items are is for the handler file to say. */
import type { APIGatewayProxyEvent, APIGatewayProxyHandler } from 'aws-lambda';
import { answer, correlationIdOf, log, type Answer } from './answers.ts';
import type { Opened } from './store.ts';
import { todoListOf, type TodoFields, type TodoList } from './todo-list.ts';

export interface TodoApi {
  /** Whose list the request is about; nobody's where it does not say. */
  readonly ownerOf: (event: APIGatewayProxyEvent) => string | undefined;
  readonly open: () => Promise<Opened>;
}

/** A handler that writes one line per run: the log is where runs are counted. */
export function todoApi({ ownerOf, open }: TodoApi): APIGatewayProxyHandler {
  return async (event, { awsRequestId: requestId }) => {
    const run = {
      event: 'run',
      requestId,
      correlationId: correlationIdOf(event),
      route: `${event.httpMethod} ${event.resource}`,
    };
    const ended = (given: Answer, more = {}): Answer => {
      log({ ...run, ...more, status: given.statusCode });
      return given;
    };
    try {
      const owner = ownerOf(event);
      if (owner === undefined) return ended(answer(401, { reason: 'no-identity' }));
      const { store, ...opened } = await open();
      return ended(await serve(event, todoListOf(owner, store)), opened);
    } catch (error) {
      log({ ...run, status: 500, error: String(error) });
      throw error;
    }
  };
}

type Route = (list: TodoList, event: APIGatewayProxyEvent) => Promise<Answer>;

const routes: Readonly<Record<string, Route>> = {
  'GET /todos': async (list, { queryStringParameters }) =>
    answer(200, await list.page(queryStringParameters?.['after'])),
  'POST /todos': async (list, event) => {
    const { title, ...fields } = fieldsOf(event);
    if (title === undefined) return badBody;
    return answer(201, await list.add({ title, ...fields }));
  },
  'GET /todos/{id}': async (list, event) => found(await list.find(idOf(event))),
  'PUT /todos/{id}': async (list, event) => {
    const fields = fieldsOf(event);
    if (Object.keys(fields).length === 0) return badBody;
    return found(await list.change(idOf(event), fields));
  },
  'DELETE /todos/{id}': async (list, event) => {
    const removed = await list.remove(idOf(event));
    return removed === undefined ? noSuchTodo : answer(204);
  },
};
const badBody = answer(400, { reason: 'bad-body' });
const noSuchTodo = answer(404, { reason: 'no-such-todo' });

function serve(event: APIGatewayProxyEvent, list: TodoList): Promise<Answer> {
  const route = routes[`${event.httpMethod} ${event.resource}`];
  return route?.(list, event) ?? Promise.resolve(answer(404, { reason: 'no-such-route' }));
}

function found(todo: unknown): Answer {
  return todo === undefined ? noSuchTodo : answer(200, todo);
}

function idOf({ pathParameters }: APIGatewayProxyEvent): string {
  return pathParameters?.['id'] ?? '';
}

/**
 * The fields a to-do has, and no others. The gateway has looked at the body only where it came as `application/json`:
 * for another content type it knows no model and lets everything through.
 */
function fieldsOf({ body }: APIGatewayProxyEvent): TodoFields {
  const { title, done } = parsed(body);
  return {
    ...(typeof title === 'string' && title !== '' ? { title } : {}),
    ...(typeof done === 'boolean' ? { done } : {}),
  };
}

function parsed(body: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
