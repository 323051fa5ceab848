/** What the groups decide when the ACLs allow everything: check 10. */
import type { Capabilities, Flow, FlowRequest, Place } from '../../../lib/capabilities.ts';
import { judgeBlocked, judgeReaches } from '../../../lib/checks/network.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, unverified, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { judgeSockets } from './sockets.ts';
import { aclHops } from './traces.ts';

interface Query {
  readonly from: Place | readonly Place[];
  readonly to: Place;
  readonly on: Flow;
}

const admitted: readonly Query[] = [
  { from: ['admin', 'stranger'], to: 'Web', on: 'tcp/80' },
  { from: 'admin', to: 'Web', on: 'tcp/8443' },
  { from: 'Web', to: 'App', on: 'tcp/8080' },
  { from: ['Tool', 'App'], to: 'Web', on: 'tcp/443' },
];
const notAdmitted: readonly Query[] = [
  { from: 'admin', to: 'Web', on: 'tcp/8081' },
  { from: 'Tool', to: 'App', on: 'tcp/8080' },
];

export const defaultAclAllowsAll: Check<Stage> = {
  id: 'default-acl-allows-all',
  says: 'With the default ACL the groups alone decide, and the blocked address gets in like everybody',
  ways: [
    by(['connect'], async ({ connect }) =>
      (await standsCustomAcl(connect))
        ? unverified('custom ACLs stand here: bring the lab up with -c acl=default')
        : judgeConnections(connect),
    ),
    by(['reach', 'during'], async ({ reach, during }) => {
      const judge = (): Promise<Verdict> => judgeProofs(reach);
      if (!(await meetsCustomAcl(reach))) return judge();
      // Without its custom ACL a subnet is back at the default one.
      const without = (of: Place) => ({ kind: 'stop', of }) as const;
      return during(without('WebNacl'), () => during(without('AppNacl'), judge));
    }),
  ],
};

/** Both marks of the custom ACLs: the blocked address is shut out, and App does not get to its neighbour. */
async function standsCustomAcl(connect: Capabilities['connect']): Promise<boolean> {
  const marks: readonly FlowRequest[] = [
    { from: 'stranger', to: 'Web', flow: 'tcp/80' },
    { from: 'App', to: 'Web', flow: 'tcp/443' },
  ];
  const { outcome } = await judgeSockets(connect, 'timeout', marks);
  return outcome === 'held';
}

async function meetsCustomAcl(reach: Capabilities['reach']): Promise<boolean> {
  const { trace } = await reach({ from: 'stranger', to: 'Web', flow: 'tcp/80' });
  return aclHops(trace).some(({ at }) => at === 'WebNacl');
}

async function judgeConnections(connect: Capabilities['connect']): Promise<Verdict> {
  const [knocks, rest] = [admitted, notAdmitted].map((queries) =>
    queries.flatMap(({ from, to, on }) =>
      [from].flat().map((each) => ({ from: each, to, flow: on })),
    ),
  );
  // Nobody listens on 8443: that a packet gets there is seen by the refusal.
  const isEmptyRoom = ({ flow }: FlowRequest): boolean => flow === 'tcp/8443';
  const open = (knocks ?? []).filter((each) => !isEmptyRoom(each));
  return every([
    await judgeSockets(connect, 'open', open),
    await judgeSockets(connect, 'refused', (knocks ?? []).filter(isEmptyRoom)),
    await judgeSockets(connect, 'timeout', rest ?? []),
  ]);
}

async function judgeProofs(reach: Capabilities['reach']): Promise<Verdict> {
  const because = 'ENI_SG_RULES_MISMATCH';
  return every([
    ...(await Promise.all(admitted.map((each) => judgeReaches(reach, each)))),
    ...(await Promise.all(notAdmitted.map((each) => judgeBlocked(reach, { ...each, because })))),
  ]);
}
