/** More than one host, in more than one zone, and a node of the load balancer in each: checks 1, 2 and 12. */
import { judgeReaches } from '../../../lib/checks/network.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { askTimes, type Answered } from './answers.ts';
import { zonesOf } from './template.ts';

const requests = 20;
/** With two hosts in turn each gets ten; a node may begin anew. */
const fewest = 5;

export const twoHostsAnswer: Check<Stage> = {
  id: 'two-hosts-answer',
  says: 'Twenty requests to the load balancer get twenty times 200, from two hosts and from each at least five times',
  ways: [
    by(['http', 'connect'], async ({ http }) => judgeTurns(await askTimes(http, requests))),
    by(['reach'], async ({ reach }) =>
      every([
        await judgeReaches(reach, { from: 'internet', to: 'Alb', on: 'tcp/80' }),
        await judgeReaches(reach, { from: 'Alb', to: 'Fleet', on: 'tcp/8080' }),
      ]),
    ),
  ],
};

function judgeTurns(answers: readonly Answered[]): Verdict {
  const bad = answers.find(({ status }) => status !== 200);
  if (bad !== undefined) return failed(`an answer is ${bad.status}`, bad.evidence);
  const turns = new Map<string, number>();
  for (const { host } of answers) turns.set(host, (turns.get(host) ?? 0) + 1);
  const counts = [...turns.values()];
  const says = `${counts.join(' and ')} answers from ${counts.length} hosts`;
  const isShared = counts.length === 2 && counts.every((count) => count >= fewest);
  return isShared ? held(says) : failed(says, answers.at(-1)?.evidence);
}

export const twoZones: Check<Stage> = {
  id: 'two-zones',
  says: 'The hosts that answer stand in two zones',
  ways: [
    by(['http', 'connect'], async ({ http }) => {
      const answers = await askTimes(http, requests);
      const zones = [...new Set(answers.map(({ az }) => az))].filter((az) => az !== '');
      const says = `answers come from ${zones.join(', ') || 'no zone'}`;
      return zones.length >= 2 ? held(says) : failed(says, answers.at(-1)?.evidence);
    }),
    by(['fact'], async ({ fact }) => {
      const zones = (await zonesOf(fact, 'Fleet', 'VPCZoneIdentifier')).length;
      const hosts = Number((await fact('Fleet'))['MinSize']);
      const says = `MinSize: ${hosts}, zones: ${zones}`;
      return zones >= 2 && hosts >= 2 ? held(says) : failed(says);
    }),
  ],
};

export const zonesMatch: Check<Stage> = {
  id: 'zones-match',
  says: 'In each zone of the group the load balancer has a subnet',
  ways: [
    by(['fact'], async ({ fact }) => {
      const covered = await zonesOf(fact, 'Alb', 'Subnets');
      const zones = await zonesOf(fact, 'Fleet', 'VPCZoneIdentifier');
      const unused = zones.filter((zone) => !covered.includes(zone));
      return unused.length === 0
        ? held(`the load balancer is in all ${zones.length} zones of the group`)
        : failed(`targets in ${unused.join(', ')} are unused: the load balancer is not there`);
    }),
  ],
};
