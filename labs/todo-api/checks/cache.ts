/** Reads through a cache that only the function reaches: checks 11 to 14. */
import { randomUUID } from 'node:crypto';
import type { Capabilities, Flow, HttpRequest, Place } from '../../../lib/capabilities.ts';
import { exchange } from '../../../lib/checks/http.ts';
import { judgeFact } from '../../../lib/checks/facts.ts';
import { judgePermissions } from '../../../lib/checks/permissions.ts';
import { NotBuilt } from '../../../lib/errors.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, unverified, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import {
  closedByRules,
  endpointOnEveryTable,
  hasEndpoint,
  hasCluster,
  openByRules,
} from './cache-facts.ts';
import { api } from './requests.ts';
import { runOf, type Eyes } from './runs.ts';

const fromStage3 = { rest: 'absent', 'read-throughput': 'holds' } as const;
const todos = 'Handlers/Todos';
const list: HttpRequest = { to: api, as: 'A', path: '/todos' };

export const readsGoThroughCache: Check<Stage> = {
  id: 'reads-go-through-cache',
  says: 'The function reaches the cache on tcp/9111 and may read through it',
  told: { rest: { fails: 'no cache cluster' }, 'read-throughput': 'holds' },
  ways: [
    by(['http', 'sdk', 'eventually'], judgeReads, ['rest-cognito']),
    by(['reach', 'may'], ({ reach, may }) =>
      orNoCluster(async () =>
        every([
          await passes(reach, { from: todos, to: 'Cache', flow: 'tcp/9111' }),
          await judgePermissions(
            may,
            ['dax:GetItem', 'dax:Query'].map((action) => ({
              who: todos,
              action,
              on: '${Cache.Arn}',
              expect: 'allowed',
            })),
          ),
        ]),
      ),
    ),
    by(['facts', 'fact'], async ({ facts, fact }) =>
      (await hasCluster(facts)) ? openByRules({ facts, fact }) : noCluster,
    ),
  ],
};

/** At a stage without one there is nothing to reach. */
async function orNoCluster(judge: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await judge();
  } catch (error) {
    if (error instanceof NotBuilt) return noCluster;
    throw error;
  }
}

const noCluster = failed('no cache cluster: every read goes to the table');

/** The function says in its log what it read through. A cold one may not have found the cache yet. */
async function judgeReads(eyes: Eyes): Promise<Verdict> {
  const item: HttpRequest = { to: api, as: 'A', path: `/todos/${randomUUID()}` };
  let last = await runOf(eyes, item);
  if (last.run?.cache === 'unreachable')
    await eyes.eventually('the function finds the cache', 15, async () => {
      last = await runOf(eyes, item);
      return last.run?.cache !== 'unreachable';
    });
  const { answer, run } = last;
  const evidence = exchange(item, answer);
  if (run === undefined) return unverified('the log does not tell what was read', evidence);
  if (run.cache === undefined) return noCluster;
  if (run.cache === 'none') return unverified('the cache was left out on this target', evidence);
  return run.cache === 'used'
    ? held('the item was looked for in the cache', evidence)
    : failed('the function cannot use the cache, and reads from the table', evidence);
}

export const cacheClosedToOthers: Check<Stage> = {
  id: 'cache-closed-to-others',
  says: 'Nothing but the function reaches the cache, and nothing of the network reaches the internet',
  told: fromStage3,
  ways: [
    by(['reach', 'facts', 'fact'], async ({ reach, facts, fact }) =>
      every([
        ...(await Promise.all(closedFlows.map((flow) => isStopped(reach, flow)))),
        await closedByRules({ facts, fact }),
      ]),
    ),
    by(['facts', 'fact'], closedByRules),
  ],
};

interface Asked {
  readonly from: Place;
  readonly to: Place;
  readonly flow: Flow;
}
const closedFlows: readonly Asked[] = [
  { from: 'internet', to: 'Cache', flow: 'tcp/9111' },
  { from: 'stranger', to: 'Cache', flow: 'tcp/9111' },
  { from: 'Cache', to: todos, flow: 'tcp/443' },
  { from: todos, to: 'site', flow: 'tcp/443' },
  { from: 'Cache', to: 'site', flow: 'tcp/443' },
];

export const answersWithoutCache: Check<Stage> = {
  id: 'answers-without-cache',
  says: 'With the cache out of reach GET /todos still answers 200',
  told: fromStage3,
  ways: [
    by(['http', 'sdk', 'eventually'], judgeFallback, ['rest-cognito']),
    by(['facts', 'fact', 'reach'], async ({ facts, fact, reach }) => {
      const endpoint = await hasEndpoint(facts);
      if (endpoint === undefined) return endpointOnEveryTable({ facts, fact });
      return passes(reach, { from: todos, to: endpoint, flow: 'tcp/443' });
    }),
    by(['facts', 'fact'], endpointOnEveryTable),
  ],
};

async function judgeFallback(eyes: Eyes): Promise<Verdict> {
  const { answer, run } = await runOf(eyes, list);
  const evidence = exchange(list, answer);
  if (answer.status !== 200) return failed(`the answer is ${answer.status}, not 200`, evidence);
  if (run === undefined) return unverified('the log does not tell what was read', evidence);
  if (run.cache === 'unreachable')
    return held('with the cache out of reach the list is read from the table', evidence);
  const why =
    run.cache === 'used'
      ? 'the cache can be reached'
      : 'the cache was left out, and with it the network';
  return unverified(`${why} on this target`, evidence);
}

export const daxSurvivesNode: Check<Stage> = {
  id: 'dax-survives-a-node',
  says: 'The cache has three nodes in three zones, encrypted at rest and on the way',
  told: fromStage3,
  ways: [
    by(['fact'], async ({ fact }) => {
      const cluster = judgeFact('Cache', await fact('Cache'), {
        ReplicationFactor: 3,
        'SSESpecification.SSEEnabled': true,
        ClusterEndpointEncryptionType: 'TLS',
      });
      const { SubnetIds } = await fact('CacheSubnets');
      const subnets = new Set(SubnetIds as readonly string[]).size;
      const zones = subnets === 3 ? held('three subnets') : failed(`${subnets} subnets, not 3`);
      return every([cluster, zones]);
    }),
  ],
};

async function passes(reach: Capabilities['reach'], asked: Asked): Promise<Verdict> {
  const { arrives, because = '', trace } = await reach(asked);
  const says = `${asked.from} to ${asked.to} ${asked.flow}: ${arrives} ${because}`.trim();
  return arrives === 'yes'
    ? held(says, trace)
    : arrives === 'depends'
      ? unverified(says, trace)
      : failed(says, trace);
}

async function isStopped(reach: Capabilities['reach'], asked: Asked): Promise<Verdict> {
  const { arrives, because = '', trace } = await reach(asked);
  const says = `${asked.from} to ${asked.to} ${asked.flow}: ${arrives} ${because}`.trim();
  return arrives === 'no'
    ? held(says, trace)
    : arrives === 'depends'
      ? unverified(says, trace)
      : failed(says, trace);
}
