/** What the gateway lets in: checks 1, 2 and 6. */
import { at, judgeFact } from '../../../lib/checks/facts.ts';
import { exchange } from '../../../lib/checks/http.ts';
import type { Capabilities, HttpRequest, HttpResponse } from '../../../lib/capabilities.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, unverified, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { methodsOf, referred, refersTo, type Method } from './references.ts';
import { api, bodyOf } from './requests.ts';
import { sendUnrun, type Unrun } from './runs.ts';
import { alteredToken, withForeignToken } from './tokens.ts';

const list: HttpRequest = { to: api, path: '/todos' };

export const noToken: Check<Stage> = {
  id: 'no-token-401',
  says: 'GET /todos without a token answers 401 and the function does not run',
  ways: [
    by(
      ['http', 'sdk', 'eventually'],
      async (eyes) => {
        const seen = await sendUnrun(eyes, list);
        const refused = judgeUnauthorized(list, seen.answer);
        return refused.outcome === 'held' ? judgeUnrun(list, seen) : refused;
      },
      ['rest-cognito'],
    ),
    by(['facts', 'fact'], async ({ facts, fact }) => {
      const methods = await methodsOf(facts);
      return every(await Promise.all(methods.map((method) => judgeAuthorizer(method, fact))));
    }),
  ],
};

async function judgeAuthorizer(
  { place, properties }: Method,
  fact: Capabilities['fact'],
): Promise<Verdict> {
  const asked = judgeFact(place, properties, { AuthorizationType: 'COGNITO_USER_POOLS' });
  if (asked.outcome !== 'held') return asked;
  const authorizer = await fact(referred(properties['AuthorizerId']));
  const pools = [authorizer['ProviderARNs'] ?? []].flat();
  const isOurs = await Promise.all(pools.map((each) => refersTo(fact, each, 'SignIn/Users')));
  if (pools.length === 0 || isOurs.includes(false))
    return failed(`${place} takes a token of another user pool than SignIn/Users`);
  return judgeFact(`authorizer of ${place}`, authorizer, {
    Type: 'COGNITO_USER_POOLS',
    IdentitySource: 'method.request.header.Authorization',
  });
}

export const forgedToken: Check<Stage> = {
  id: 'forged-token-401',
  says: 'A token with one altered payload character, and one of another pool, answer 401',
  ways: [
    by(
      ['http', 'sdk'],
      async ({ http, sdk }) => {
        const send = async (forgery: string, token: string): Promise<Verdict> => {
          const request = { ...list, headers: { Authorization: token } };
          const verdict = judgeUnauthorized(request, await http(request));
          return { ...verdict, reason: `${forgery}: ${verdict.reason}` };
        };
        const altered = await send('altered payload', await alteredToken(sdk));
        const foreign = await withForeignToken(sdk, (token) =>
          send('token of another pool', token),
        );
        return every([altered, foreign]);
      },
      ['rest-cognito'],
    ),
  ],
};

export const badBody: Check<Stage> = {
  id: 'bad-body-400',
  says: 'POST /todos without a title answers 400 and the function does not run',
  ways: [
    by(
      ['http', 'sdk', 'eventually'],
      async (eyes) => {
        const request: HttpRequest = { ...list, as: 'A', method: 'POST', body: { done: true } };
        const seen = await sendUnrun(eyes, request);
        const { status } = seen.answer;
        if (status === 400) return judgeUnrun(request, seen);
        return failed(`the answer is ${status}, not 400`, exchange(request, seen.answer));
      },
      ['rest-cognito', 'request-validation'],
    ),
    by(['fact'], async ({ fact }) => {
      const post = await fact('todos/POST');
      const validator = referred(post['RequestValidatorId']);
      const model = referred(at(post, 'RequestModels.application/json'));
      if (validator === '' || model === '')
        return failed('todos/POST has no validator or no model');
      return every([
        judgeFact('validator of todos/POST', await fact(validator), { ValidateRequestBody: true }),
        judgeFact('model of todos/POST', await fact(model), { 'Schema.required': ['title'] }),
      ]);
    }),
  ],
};

/** A 401 of the function's own is no refusal of the gateway's: the request got through. */
function judgeUnauthorized(request: HttpRequest, answer: HttpResponse): Verdict {
  const evidence = exchange(request, answer);
  if (answer.status !== 401) return failed(`the answer is ${answer.status}, not 401`, evidence);
  const { message, reason } = bodyOf(answer.body);
  if (message === 'Unauthorized') return held('the gateway answers 401', evidence);
  return failed(`the gateway let it through: 401 ${String(reason)}`, evidence);
}

function judgeUnrun(request: HttpRequest, { answer, ran }: Unrun): Verdict {
  const evidence = exchange(request, answer);
  if (ran === undefined) return unverified('the log shows no run at all', evidence);
  return ran
    ? failed('the function ran for it', evidence)
    : held(`the gateway answers ${answer.status} and no function runs`, evidence);
}
