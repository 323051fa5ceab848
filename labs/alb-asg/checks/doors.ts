/** Who reaches a host, and what a host reaches when it boots: checks 3 and 4, and the boot. */
import type { Capabilities, Flow, Place } from '../../../lib/capabilities.ts';
import { blocked, judgeNobodyElse, reaches } from '../../../lib/checks/network.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';

/** The app, and what is open by accident more often than anything else. */
const doors: readonly Flow[] = ['tcp/8080', 'tcp/80', 'tcp/443', 'tcp/22'];

export const noWayRoundTheLb: Check<Stage> = {
  id: 'no-way-round-the-lb',
  says: 'No internet host opens any port of a host of the fleet',
  ways: [
    by(['connect'], async ({ connect }) =>
      every(await Promise.all(doors.map((door) => isShut(connect, 'stranger', door)))),
    ),
    blocked({ from: 'internet', to: 'Fleet', on: 'tcp/1-65535' }),
  ],
};

export const onlyTheLb: Check<Stage> = {
  id: 'only-the-lb',
  says: 'Nobody but the load balancer opens tcp/8080 of a host, not even a neighbour in its subnet',
  ways: [
    by(['connect'], ({ connect }) => isShut(connect, 'PrivateA', 'tcp/8080')),
    by(['reach'], ({ reach }) =>
      judgeNobodyElse(reach, { from: 'Alb', to: 'Fleet', on: 'tcp/8080' }),
    ),
  ],
};

/** Silence, or no way at all. A refusal would be an answer: the packet arrived. */
async function isShut(connect: Capabilities['connect'], from: Place, flow: Flow): Promise<Verdict> {
  const said = await connect({ from, to: 'Fleet', flow });
  const says = `${from} -> Fleet ${flow}: ${said}`;
  return said === 'timeout' || said === 'unreachable' ? held(says) : failed(says);
}

export const bootsThroughTheEndpoint: Check<Stage> = {
  id: 'boots-through-the-endpoint',
  says: 'A host that boots fetches its app and its packages from S3 on tcp/443, by the gateway endpoint',
  ways: [reaches({ from: 'Fleet', to: 'S3Endpoint', on: 'tcp/443' })],
};
