/** Whose items a user sees and changes: checks 3, 4, 5 and 16. */
import { randomUUID } from 'node:crypto';
import { exchange } from '../../../lib/checks/http.ts';
import { at, judgeFact } from '../../../lib/checks/facts.ts';
import type { Capabilities, HttpResponse, Properties } from '../../../lib/capabilities.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { methodsOf, referred, type Method } from './references.ts';
import { api, bodyOf, idOf, listOf, type UserList } from './requests.ts';

export const crudRoundTrip: Check<Stage> = {
  id: 'crud-round-trip',
  says: 'A makes a to-do, reads it, changes it, deletes it, and then it is gone',
  ways: [by(['http'], ({ http }) => roundTrip(listOf('A', http)), ['rest-cognito'])],
};

async function roundTrip(list: UserList): Promise<Verdict> {
  const made = await list.post({ title: 'round trip' });
  const id = idOf(made);
  if (made.status !== 201 || id === '') return unexpected('POST', made, '201 with a todoId');
  const todo = bodyOf(made.body);
  const steps = [
    { what: 'GET', send: () => list.get(id), status: 200, body: todo },
    {
      what: 'PUT',
      send: () => list.put(id, { done: true }),
      status: 200,
      body: { ...todo, done: true },
    },
    { what: 'DELETE', send: () => list.delete(id), status: 204 },
    { what: 'GET after DELETE', send: () => list.get(id), status: 404 },
  ];
  try {
    for (const { what, send, status, body } of steps) {
      const answer = await send();
      const isTold = answer.status === status && (body === undefined || same(answer.body, body));
      if (!isTold) return unexpected(what, answer, [status, JSON.stringify(body)].join(' ').trim());
    }
    return held('POST 201, GET 200, PUT 200, DELETE 204, GET 404');
  } finally {
    await list.remove([id]);
  }
}

export const ownItemsOnly: Check<Stage> = {
  id: 'own-items-only',
  says: 'B gets 404 for an item of A, and the list of B never holds one of A',
  ways: [
    by(
      ['http'],
      ({ http }) =>
        withItems(http, async ({ a, b, ofA, ofB }) => {
          const [first = ''] = ofA;
          const inList = judgeSeparate(await b.ids(), { own: ofB, foreign: ofA });
          const byId = await judgeForeign(first, { a, b });
          return every([inList, byId]);
        }),
      ['rest-cognito'],
    ),
  ],
};

interface Filled {
  readonly a: UserList;
  readonly b: UserList;
  readonly ofA: readonly string[];
  readonly ofB: readonly string[];
}

/** A has three items more and B two, and afterwards they have not. */
async function withItems(
  http: Capabilities['http'],
  judge: (filled: Filled) => Promise<Verdict>,
): Promise<Verdict> {
  const a = listOf('A', http);
  const b = listOf('B', http);
  const [ofA, ofB] = await Promise.all([a.fill(3), b.fill(2)]);
  try {
    if (ofA.length < 3 || ofB.length < 2) return failed('A and B cannot make their items');
    return await judge({ a, b, ofA, ofB });
  } finally {
    await Promise.all([a.remove(ofA), b.remove(ofB)]);
  }
}

function judgeSeparate(
  seen: readonly string[] | undefined,
  { own, foreign }: { readonly own: readonly string[]; readonly foreign: readonly string[] },
): Verdict {
  if (seen === undefined) return failed('a signed-in user cannot read the list');
  const leaked = foreign.filter((id) => seen.includes(id));
  if (leaked.length > 0) return failed(`the list of B holds ${leaked.length} items of A`);
  const missing = own.filter((id) => !seen.includes(id));
  return missing.length > 0
    ? failed(`the list of B lacks ${missing.length} of its own items`)
    : held('the list of B holds its own items and none of A');
}

/** B asks for it, changes it, also in the name of A, and deletes it; then A looks. */
async function judgeForeign(id: string, { a, b }: Pick<Filled, 'a' | 'b'>): Promise<Verdict> {
  const before = await a.get(id);
  const posing = await b.put(id, { title: 'B was here', owner: '${A.sub}' });
  if (posing.status !== 404 && posing.status !== 400)
    return unexpected('PUT as B in the name of A', posing, '404 or 400');
  const answers = [await b.get(id), await b.put(id, { title: 'B was here' }), await b.delete(id)];
  const other = answers.find(({ status }) => status !== 404);
  if (other !== undefined) return unexpected('a request of B for an item of A', other, '404');
  const after = await a.get(id);
  return same(before.body, after.body)
    ? held('B gets 404 for the item of A')
    : unexpected('GET as A after B', after, 'the item as it was');
}

export const ownerFromClaims: Check<Stage> = {
  id: 'owner-from-claims',
  says: 'B posts an item in the name of A: refused, or stored for B, and the list of A is unchanged',
  ways: [by(['http', 'sdk'], judgePosing, ['rest-cognito']), by(['fact'], judgeModel)],
};

/** Looks into the table, not into the list: the list has a check of its own. */
async function judgePosing({ http, sdk }: Pick<Capabilities, 'http' | 'sdk'>): Promise<Verdict> {
  const title = `posing ${randomUUID()}`;
  const answer = await listOf('B', http).post({ owner: '${A.sub}', title });
  const evidence = exchange({ to: api, path: '/todos', method: 'POST', as: 'B' }, answer);
  const ofA = await idsWith(sdk, '${A.sub}', title);
  const ofB = await idsWith(sdk, '${B.sub}', title);
  await Promise.all([listOf('A', http).remove(ofA), listOf('B', http).remove(ofB)]);
  if (ofA.length > 0) return failed('the item stands in the list of A', evidence);
  if (answer.status === 400)
    return held('refused with 400, and the list of A is unchanged', evidence);
  return answer.status === 201 && ofB.length > 0
    ? held('stored for B, and the list of A is unchanged', evidence)
    : failed(`the answer is ${answer.status}, neither 400 nor 201 for B`, evidence);
}

async function idsWith(
  sdk: Capabilities['sdk'],
  owner: string,
  title: string,
): Promise<readonly string[]> {
  const { Items = [] } = await sdk('dynamodb', 'Query', {
    TableName: '${Data/Todos}',
    KeyConditionExpression: '#owner = :owner',
    FilterExpression: 'title = :title',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':owner': { S: owner }, ':title': { S: title } },
  });
  return (Items as readonly Properties[]).map((item) => String(at(item, 'todoId.S')));
}

async function judgeModel({ fact }: Pick<Capabilities, 'fact'>): Promise<Verdict> {
  const verdicts = ['todos/POST', '{id}/PUT'].map(async (place) => {
    const model = referred(at(await fact(place), 'RequestModels.application/json'));
    if (model === '') return failed(`${place} has no model`);
    const schema = await fact(model);
    const named = Object.keys(at(schema, 'Schema.properties') ?? {}).sort();
    return every([
      judgeFact(`model of ${place}`, schema, { 'Schema.additionalProperties': false }),
      judgeFact(`model of ${place}`, { named }, { named: ['done', 'title'] }),
    ]);
  });
  return every(await Promise.all(verdicts));
}

export const personalAnswerNotShared: Check<Stage> = {
  id: 'personal-answer-not-shared',
  says: 'A reads the list, then B within a second: B sees the items of B alone',
  told: { rest: 'absent', 'api-cache': 'holds' },
  ways: [
    by(
      ['http'],
      ({ http }) =>
        withItems(http, async ({ a, b, ofA, ofB }) => {
          await a.ids();
          return judgeSeparate(await b.ids(), { own: ofB, foreign: ofA });
        }),
      ['rest-cognito', 'api-cache'],
    ),
    by(['facts', 'fact'], async ({ facts, fact }) => {
      const stage = await fact('Api/Todos/DeploymentStage.prod');
      const personal = (await methodsOf(facts)).filter(
        ({ place }) => !place.includes('/templates/'),
      );
      return every(personal.map((method) => judgeCaching(method, stage)));
    }),
  ],
};

interface MethodSetting {
  readonly HttpMethod?: string;
  readonly ResourcePath?: string;
  readonly CachingEnabled?: boolean;
}

/** Either nothing is cached, or the token is part of what the cache looks an answer up by. */
function judgeCaching(method: Method, stage: Properties): Verdict {
  const { place, properties } = method;
  if (!isCached(method, stage)) return held(`${place} is not cached`);
  const keys = (at(properties, 'Integration.CacheKeyParameters') ?? []) as readonly string[];
  return keys.includes('method.request.header.Authorization')
    ? held(`${place} is cached by token`)
    : failed(`${place} is cached, and the cache does not know who asks`);
}

/** A setting of the method's own decides, else the one for all. */
function isCached({ place, verb }: Method, stage: Properties): boolean {
  const path = (/\/Default\/(.+)\/[A-Z]+$/.exec(place)?.[1] ?? '').replaceAll('/', '~1');
  const settings = (stage['MethodSettings'] ?? []) as readonly MethodSetting[];
  const own = settings.find(
    (each) => each.HttpMethod === verb && sameResource(each.ResourcePath, path),
  );
  const general = settings.find((each) => each.HttpMethod === '*');
  return own?.CachingEnabled ?? general?.CachingEnabled ?? false;
}

/** A stage writes `/~1todos~1{id}` for `/todos/{id}`; the slash at the front comes in both forms. */
function sameResource(written: string | undefined, path: string): boolean {
  return written?.replace(/^\//, '').replace(/^~1/, '') === path;
}

function unexpected(what: string, answer: HttpResponse, wanted: string): Verdict {
  const response = `${answer.status} ${JSON.stringify(answer.body)}`;
  return failed(`${what}: ${response}, not ${wanted}`, {
    kind: 'exchange',
    request: what,
    response,
  });
}

function same(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown): string => JSON.stringify(Object.entries(bodyOf(value)).sort());
  return sorted(a) === sorted(b);
}
