/** The list of a signed-in user as a client of the API sees it. */
import type {
  Capabilities,
  HttpRequest,
  HttpResponse,
  Properties,
} from '../../../lib/capabilities.ts';

export const api = 'Api/Todos';
type Http = Capabilities['http'];

export interface UserList {
  post(body: unknown): Promise<HttpResponse>;
  get(id: string): Promise<HttpResponse>;
  put(id: string, body: unknown): Promise<HttpResponse>;
  delete(id: string): Promise<HttpResponse>;
  /** Makes as many items, and gives their ids. */
  fill(howMany: number): Promise<readonly string[]>;
  /** The whole list, page by page; nothing where it cannot be read. */
  ids(): Promise<readonly string[] | undefined>;
  /** Leaves the list as it was found. */
  remove(ids: readonly string[]): Promise<void>;
}

export function listOf(user: 'A' | 'B', http: Http): UserList {
  const send = (path: string, more: Partial<HttpRequest> = {}): Promise<HttpResponse> =>
    http({ to: api, as: user, path, ...more });
  const post = (body: unknown): Promise<HttpResponse> => send('/todos', { method: 'POST', body });
  return {
    post,
    get: (id) => send(`/todos/${id}`),
    put: (id, body) => send(`/todos/${id}`, { method: 'PUT', body }),
    delete: (id) => send(`/todos/${id}`, { method: 'DELETE' }),
    fill: async (howMany) => {
      const made = await Promise.all(
        Array.from({ length: howMany }, (_, at) => post({ title: `${user} ${String(at + 1)}` })),
      );
      return made.map(idOf).filter((id) => id !== '');
    },
    ids: () => pages(send),
    remove: async (ids) => {
      await Promise.all(ids.map((id) => send(`/todos/${id}`, { method: 'DELETE' })));
    },
  };
}

async function pages(
  send: (path: string) => Promise<HttpResponse>,
): Promise<readonly string[] | undefined> {
  const ids: string[] = [];
  for (let path: string | undefined = '/todos'; path !== undefined;) {
    const { status, body } = await send(path);
    if (status !== 200) return undefined;
    const { todos, next } = body as { todos: readonly { todoId: string }[]; next?: string };
    ids.push(...todos.map(({ todoId }) => todoId));
    path = next === undefined ? undefined : `/todos?after=${next}`;
  }
  return ids;
}

/** The id of the to-do in an answer, or empty text where there is none. */
export function idOf({ body }: HttpResponse): string {
  const { todoId } = bodyOf(body);
  return typeof todoId === 'string' ? todoId : '';
}

export function bodyOf(body: unknown): Properties {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
