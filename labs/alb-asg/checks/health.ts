/** What sickness does, and what must not count as sickness: checks 5, 6, 10 and 11. */
import type { Capabilities, Disturbance, Properties } from '../../../lib/capabilities.ts';
import { judgeFact } from '../../../lib/checks/facts.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { ask, askTimes, hostsOf, type Answered } from './answers.ts';
import { attributeOf, secondsUntilOut } from './template.ts';

const outWithinSeconds = 25;
const replacedWithinSeconds = 300;

type Eyes = Pick<Capabilities, 'http' | 'eventually'>;

export const sickOneLeaves: Check<Stage> = {
  id: 'sick-one-leaves',
  says: 'A host that turns sick answers nobody 25 seconds later, and no client sees a 5xx meanwhile',
  ways: [
    by(['http', 'connect', 'during', 'eventually'], async ({ http, during, eventually }) => {
      const { host: sick } = await ask(http);
      const seen: Answered[] = [];
      const isOut = await during(sickness(sick), () =>
        eventually(`${sick} answers nobody`, outWithinSeconds, async () => {
          const answers = await askTimes(http, 5);
          seen.push(...answers);
          return answers.every(({ host }) => host !== sick);
        }),
      );
      const error = seen.find(({ status }) => status >= 500);
      if (error !== undefined) return failed(`a client saw ${error.status}`, error.evidence);
      return isOut
        ? held(`${sick} answers nobody any more`)
        : failed(`${sick} still answers after ${outWithinSeconds} s`, seen.at(-1)?.evidence);
    }),
    by(['fact'], async ({ fact }) => {
      const seconds = secondsUntilOut(await fact('Targets'));
      const says = `threshold x interval + timeout is ${seconds} s`;
      return seconds <= outWithinSeconds
        ? held(says)
        : failed(`${says}, more than ${outWithinSeconds}`);
    }),
  ],
};

function sickness(host: string): Disturbance {
  return { kind: 'answer', of: host, path: '/health', status: 500 };
}

/** Another host takes the place of the sick one. */
function twoWellHosts({ http, eventually }: Eyes, sick: string): Promise<boolean> {
  return eventually('two well hosts answer', replacedWithinSeconds, async () => {
    const hosts = await hostsOf(http);
    return hosts.length === 2 && !hosts.includes(sick);
  });
}

export const sickOneIsReplaced: Check<Stage> = {
  id: 'sick-one-is-replaced',
  says: 'A sick host is replaced: within five minutes two well hosts answer and it is not among them',
  ways: [
    by(['http', 'connect', 'during', 'eventually', 'steadily'], async (eyes) => {
      const { host: sick } = await ask(eyes.http);
      return eyes.during(sickness(sick), async () =>
        (await twoWellHosts(eyes, sick))
          ? judgeStaying(eyes)
          : failed(`no two well hosts beside ${sick} after ${replacedWithinSeconds} s`),
      );
    }),
    by(['fact'], async ({ fact }) =>
      every([judgeHealthTypes(await fact('Fleet')), judgeSuccess(await fact('Targets'))]),
    ),
  ],
};

/** Longer than the grace of a new host and the checks that would find it sick. */
const staysSeconds = 120;

/** Hosts that no check finds well answer too, while the load balancer fails open: they are replaced for ever. */
async function judgeStaying({
  http,
  steadily,
}: Pick<Capabilities, 'http' | 'steadily'>): Promise<Verdict> {
  const well = await hostsOf(http);
  const steady = { what: 'the same two hosts answer', forSeconds: staysSeconds, perSecond: 1 };
  return steadily(steady, async () => {
    const now = await hostsOf(http);
    return now.join() === well.join()
      ? held(`${well.join(' and ')} stay`)
      : failed(`hosts are replaced again: ${well.join(', ')}, then ${now.join(', ')}`);
  });
}

function judgeHealthTypes({ HealthCheckType = 'EC2' }: Properties): Verdict {
  const types = String(HealthCheckType).split(',');
  return types.includes('ELB')
    ? held(`the group replaces by ${types.join(' and ')} health`)
    : failed(`the group replaces by ${types.join(' and ')} health alone`);
}

/** Where the app tells of its health; everywhere else it answers whatever is asked for. */
const tellingPaths = ['/health', '/health/deep'];

function judgeSuccess(targets: Properties): Verdict {
  const path = String(targets['HealthCheckPath']);
  return every([
    tellingPaths.includes(path)
      ? held(`${path} tells of health`)
      : failed(`no target is ever healthy: ${path} does not tell of health`),
    judgeFact('Targets', targets, { 'Matcher.HttpCode': '200' }),
  ]);
}

export const dependencyOutage: Check<Stage> = {
  id: 'dependency-outage',
  says: 'With the dependency down for three minutes no host is replaced and the page keeps answering 200',
  ways: [
    by(['http', 'during', 'steadily'], async ({ http, during, steadily }) => {
      const before = await hostsOf(http);
      return during({ kind: 'stop', of: 'Stub' }, () =>
        steadily({ what: 'the same hosts answer 200', forSeconds: 180, perSecond: 1 }, async () => {
          const { status, host, evidence } = await ask(http);
          if (status !== 200) return failed(`the answer is ${status}`, evidence);
          return before.includes(host)
            ? held(`${host} answers`, evidence)
            : failed(`${host} was not there before`, evidence);
        }),
      );
    }),
    by(['fact'], async ({ fact }) =>
      judgeFact('Targets', await fact('Targets'), { HealthCheckPath: '/health' }),
    ),
  ],
};

const openAt = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count';

export const emptyAndAllSick: Check<Stage> = {
  id: 'empty-and-all-sick',
  says: 'With no host registered the answer is 503; with all of them sick requests go to them all the same',
  ways: [
    by(['http', 'during', 'eventually'], async (eyes) =>
      every([await judgeAllSick(eyes), await judgeEmpty(eyes)]),
    ),
    by(['facts', 'fact'], async ({ facts, fact }) => {
      const targets = await fact('Targets');
      const count = attributeOf(targets, openAt) ?? '1';
      const listeners = [...(await facts('AWS::ElasticLoadBalancingV2::Listener')).values()];
      const forwards = listeners.some(({ DefaultActions }) =>
        (DefaultActions as readonly Properties[]).some(({ Type }) => Type === 'forward'),
      );
      return every([
        forwards
          ? held('what the listener answers is what its targets answer')
          : failed('the listener answers by itself, whatever its targets are'),
        count === '1'
          ? held('the load balancer fails open when no target is healthy')
          : failed(`the load balancer fails open below ${count} healthy targets`),
      ]);
    }),
  ],
};

type Disturbing = Eyes & Pick<Capabilities, 'during'>;

function judgeAllSick({ http, during, eventually }: Disturbing): Promise<Verdict> {
  return during({ kind: 'suspend', of: 'Fleet', process: 'ReplaceUnhealthy' }, () =>
    during({ kind: 'answer', of: 'Fleet', path: '/health', status: 500 }, async () => {
      // Nothing is seen of it from outside, which is the point: it is waited out.
      await eventually('all targets are sick', 2 * outWithinSeconds, () => Promise.resolve(false));
      const answers = await askTimes(http, 10);
      const bad = answers.find(({ status }) => status !== 200);
      return bad === undefined
        ? held('all sick: every request is answered 200')
        : failed(`all sick: an answer is ${bad.status}`, bad.evidence);
    }),
  );
}

function judgeEmpty({ http, during, eventually }: Disturbing): Promise<Verdict> {
  return during({ kind: 'suspend', of: 'Fleet', process: 'Launch' }, () =>
    during({ kind: 'terminate', of: 'Fleet' }, async () => {
      let last = await ask(http);
      const isEmpty = await eventually('the load balancer answers 503', 60, async () => {
        last = await ask(http);
        return last.status === 503;
      });
      return isEmpty
        ? held('no target: 503', last.evidence)
        : failed(`no target: the answer is ${last.status}`, last.evidence);
    }),
  );
}
