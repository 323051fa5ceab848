/** The answer that is the same for everybody: check 15. */
import { randomUUID } from 'node:crypto';
import type { Properties } from '../../../lib/capabilities.ts';
import { exchange } from '../../../lib/checks/http.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { failed, held, unverified, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { api } from './requests.ts';
import { marked, runOf, runsWith, templatesLogs, type Eyes } from './runs.ts';

const templates = { to: api, as: 'A', path: '/templates' } as const;

export const templatesCached: Check<Stage> = {
  id: 'templates-cached',
  says: 'Two GETs of /templates within a minute cost one run of the function',
  told: { rest: { fails: 'no cache' }, 'api-cache': 'holds' },
  ways: [
    by(['http', 'sdk', 'eventually'], judgeTwoReads, ['rest-cognito', 'api-cache']),
    by(['fact'], async ({ fact }) => judgeStage(await fact('Api/Todos/DeploymentStage.prod'))),
  ],
};

/** The first may already be in the cache; never may both have run. */
async function judgeTwoReads(eyes: Eyes): Promise<Verdict> {
  const [first, second] = [marked(templates), marked(templates)];
  const answer = await eyes.http(first.request);
  const evidence = exchange(templates, answer);
  if (answer.status !== 200) return failed(`no cache: the answer is ${answer.status}`, evidence);
  await eyes.http(second.request);
  // By the time that a later run stands in the log, these would.
  const later = await runOf(eyes, { to: api, as: 'A', path: `/todos/${randomUUID()}` });
  if (later.run === undefined) return unverified('the log shows no run at all', evidence);
  const runs = await runsWith(eyes.sdk, { logs: templatesLogs, marks: [first.mark, second.mark] });
  return runs.length <= 1
    ? held(`two answers cost ${runs.length === 0 ? 'no run' : 'one run'}`, evidence)
    : failed('no cache: two answers cost two runs', evidence);
}

function judgeStage(stage: Properties): Verdict {
  const { CacheClusterEnabled, CacheClusterSize, MethodSettings = [] } = stage;
  if (CacheClusterEnabled !== true) return failed('no cache: the stage has none');
  const setting = (MethodSettings as readonly Properties[]).find(
    ({ HttpMethod, ResourcePath }) =>
      HttpMethod === 'GET' && String(ResourcePath).replaceAll('~1', '/').endsWith('/templates'),
  );
  const { CachingEnabled, CacheDataEncrypted, CacheTtlInSeconds } = setting ?? {};
  if (CachingEnabled !== true) return failed('no cache for GET /templates');
  if (CacheDataEncrypted !== true) return failed('the cached answers are not encrypted');
  return CacheTtlInSeconds === 60
    ? held(`a cache of ${String(CacheClusterSize)} GB keeps GET /templates for 60 s, encrypted`)
    : failed(`the cache keeps it for ${String(CacheTtlInSeconds)} s, not 60`);
}
