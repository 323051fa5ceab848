/** Who gets to the server, and where: checks 7 and 9. */
import { judgeBlocked, judgeReaches, reaches } from '../../../lib/checks/network.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';

export const checkersToWeb = { from: 'checkers', to: 'Web', on: 'tcp/80' } as const;

export const checkersGetIn: Check<Stage> = {
  id: 'checkers-get-in',
  says: 'Every health checker address may open tcp/80 on Web',
  told: { single: 'absent', 'dns-failover': 'holds', 'edge-failover': 'absent' },
  ways: [reaches(checkersToWeb)],
};

const otherFlows = ['tcp/1-79', 'tcp/81-65535', 'udp/1-65535', 'icmp/echo'] as const;

export const onlyWebPortOpen: Check<Stage> = {
  id: 'only-web-port-open',
  says: 'From the internet Web accepts tcp 80 and nothing else',
  ways: [
    by(['reach'], async ({ reach }) => {
      const pair = { from: 'internet', to: 'Web' };
      const verdicts: Verdict[] = [await judgeReaches(reach, { ...pair, on: 'tcp/80' })];
      for (const on of otherFlows)
        verdicts.push(await judgeBlocked(reach, { ...pair, on, because: 'ENI_SG_RULES_MISMATCH' }));
      return every(verdicts);
    }),
  ],
};
