/** Reads through a cache that only the function reaches: checks 11 to 14. */
import { randomUUID } from 'node:crypto';
import type { HttpRequest } from '../../../lib/capabilities.ts';
import { exchange } from '../../../lib/checks/http.ts';
import { judgeFact } from '../../../lib/checks/facts.ts';
import { judgeBlocked, judgeNobodyElse, judgeReaches } from '../../../lib/checks/network.ts';
import { judgePermissions } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, unverified, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { itemActions } from './permitted.ts';
import { referred, whereBuilt } from './references.ts';
import { api } from './requests.ts';
import { runOf, runSeen, type Eyes } from './runs.ts';

const fromStage3 = { rest: 'absent', 'read-throughput': 'holds' } as const;
const todos = 'Handlers/Todos';
const [cachePort, https, anything] = ['tcp/9111', 'tcp/443', 'tcp/1-65535'] as const;
/** Whatever else may stand in them one day: a host in each. */
const subnets = [1, 2, 3].map((zone) => `Vpc/IsolatedSubnet${zone}`);
const insiders = [todos, 'Cache', ...subnets];
const list: HttpRequest = { to: api, as: 'A', path: '/todos' };

export const readsGoThroughCache: Check<Stage> = {
  id: 'reads-go-through-cache',
  says: 'The function reaches the cache on tcp/9111 and may read through it',
  told: { rest: { fails: 'no cache cluster' }, 'read-throughput': 'holds' },
  ways: [
    by(['http', 'sdk', 'eventually'], judgeReads, ['rest-cognito']),
    by(['reach', 'may'], ({ reach, may }) =>
      whereBuilt(noCluster, async () =>
        every([
          await judgeReaches(reach, { from: todos, to: 'Cache', on: cachePort }),
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
  ],
};

const noCluster = failed('no cache cluster: every read goes to the table');

/** The function says in its log what it read through. A cold one may not have found the cache yet. */
async function judgeReads(eyes: Eyes): Promise<Verdict> {
  const item: HttpRequest = { to: api, as: 'A', path: `/todos/${randomUUID()}` };
  let last = await runSeen(eyes, item);
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
    by(['reach'], async ({ reach }) =>
      every([
        await judgeNobodyElse(reach, { from: todos, to: 'Cache', on: cachePort }),
        await judgeBlocked(reach, { from: insiders, to: 'site', on: anything }),
      ]),
    ),
  ],
};

export const answersWithoutCache: Check<Stage> = {
  id: 'answers-without-cache',
  says: 'With the cache out of reach GET /todos still answers 200',
  told: fromStage3,
  ways: [
    by(['http', 'sdk', 'eventually'], judgeFallback, ['rest-cognito']),
    by(['reach', 'may'], ({ reach, may }) =>
      whereBuilt(noEndpoint, async () =>
        every([
          await judgeReaches(reach, { from: [todos, ...subnets], to: 'Vpc/DynamoDb', on: https }),
          await judgePermissions(may, throughEndpoint),
        ]),
      ),
    ),
  ],
};

/** Whatever the role may: the endpoint has a policy of its own. */
const throughEndpoint = itemActions.map((action) => ({
  who: todos,
  action: `dynamodb:${action}`,
  on: '${Data/Todos.Arn}',
  context: { 'aws:SourceVpce': 'Vpc/DynamoDb' },
  expect: 'allowed' as const,
}));

const noEndpoint = failed('no route leads to DynamoDB: the network has no endpoint of it');

async function judgeFallback(eyes: Eyes): Promise<Verdict> {
  const { answer, run } = await runSeen(eyes, list);
  const evidence = exchange(list, answer);
  if (answer.status !== 200) return failed(`the answer is ${answer.status}, not 200`, evidence);
  if (run === undefined) return unverified('the log does not tell what was read', evidence);
  if (run.cache === 'unreachable')
    return held('with the cache out of reach the list is read from the table', evidence);
  return run.cache === 'used'
    ? unverified('the cache can be reached on this target', evidence)
    : held('the cache was left out on this target, and the list is read from the table', evidence);
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
      const zones = await Promise.all(
        (SubnetIds as readonly string[]).map(
          async (each) => (await fact(referred(each)))['AvailabilityZone'],
        ),
      );
      const apart = new Set(zones.map((each) => JSON.stringify(each))).size;
      return every([
        cluster,
        apart === 3 ? held('subnets in three zones') : failed(`subnets in ${apart} zones, not 3`),
      ]);
    }),
  ],
};
