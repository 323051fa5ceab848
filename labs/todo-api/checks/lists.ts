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
  try {
    const read = await list.get(id);
    if (read.status !== 200 || !same(read.body, made.body))
      return unexpected('GET', read, '200 and the same to-do');
    const changed = await list.put(id, { done: true });
    if (changed.status !== 200 || !same(changed.body, { ...bodyOf(made.body), done: true }))
      return unexpected('PUT', changed, '200 and the to-do with the change');
    const removed = await list.delete(id);
    if (removed.status !== 204) return unexpected('DELETE', removed, '204');
    const gone = await list.get(id);
    if (gone.status !== 404) return unexpected('GET', gone, '404');
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
    return judgeFact(`model of ${place}`, await fact(model), {
      'Schema.additionalProperties': false,
    });
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
function judgeCaching({ place, verb, properties }: Method, stage: Properties): Verdict {
  const settings = (stage['MethodSettings'] ?? []) as readonly MethodSetting[];
  const path = `/${place.split('/Default/')[1]?.split('/').slice(0, -1).join('~1') ?? ''}`;
  const own = settings.find(
    (each) => each.HttpMethod === verb && sameResource(each.ResourcePath, path),
  );
  const general = settings.find((each) => each.HttpMethod === '*' && each.ResourcePath === '/*');
  const isCached = own?.CachingEnabled ?? general?.CachingEnabled ?? false;
  const keys = (at(properties, 'Integration.CacheKeyParameters') ?? []) as readonly string[];
  if (isCached && !keys.includes('method.request.header.Authorization'))
    return failed(`${place} is cached, and the cache does not know who asks`);
  return held(`${place} is ${isCached ? 'cached by token' : 'not cached'}`);
}

/** A stage writes `/~1todos` or `/todos` for the same resource. */
function sameResource(written: string | undefined, path: string): boolean {
  const plain = (text: string): string => text.replaceAll('~1', '/').replace(/^\/+/, '/');
  return written !== undefined && plain(written) === plain(path);
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
