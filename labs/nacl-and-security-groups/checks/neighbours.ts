/** Inside the VPC: who is meant by a group, and where an ACL stands at all. Checks 5, 8 and 9. */
import { judgeBlocked, judgeReaches } from '../../../lib/checks/network.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { judgeSockets } from './sockets.ts';
import { aclHops } from './traces.ts';

const app = { to: 'App', flow: 'tcp/8080', on: 'tcp/8080' } as const;
const web = { to: 'Web', flow: 'tcp/443', on: 'tcp/443' } as const;

export const groupAsSource: Check<Stage> = {
  id: 'group-as-source',
  says: 'Web opens tcp/8080 of App; Tool, in the same subnet with another group, does not',
  ways: [
    by(['connect'], async ({ connect }) =>
      every([
        await judgeSockets(connect, 'open', [{ ...app, from: 'Web' }]),
        await judgeSockets(connect, 'timeout', [{ ...app, from: 'Tool' }]),
      ]),
    ),
    by(['reach'], async ({ reach }) =>
      every([
        await judgeReaches(reach, { ...app, from: 'Web' }),
        await judgeBlocked(reach, { ...app, from: 'Tool', because: 'ENI_SG_RULES_MISMATCH' }),
      ]),
    ),
  ],
};

export const aclIgnoresNeighbours: Check<Stage> = {
  id: 'acl-ignores-neighbours',
  says: 'Tool opens tcp/443 of Web, which WebNacl does not admit: inside a subnet no ACL is asked',
  ways: [
    by(['connect'], ({ connect }) => judgeSockets(connect, 'open', [{ ...web, from: 'Tool' }])),
    by(['reach'], async ({ reach }) => {
      const passage = await reach({ ...web, from: 'Tool' });
      const [met] = aclHops(passage.trace);
      return every([
        await judgeReaches(reach, { ...web, from: 'Tool' }),
        met === undefined
          ? held('no ACL stands between them', passage.trace)
          : failed(`${met.at} stands between them`, passage.trace),
      ]);
    }),
  ],
};

export const aclStopsTheOtherSubnet: Check<Stage> = {
  id: 'acl-stops-the-other-subnet',
  says: 'App does not open tcp/443 of Web although both groups allow it: the ACL at the edge of the subnet does not',
  ways: [
    by(['connect'], ({ connect }) => judgeSockets(connect, 'timeout', [{ ...web, from: 'App' }])),
    by(['reach'], ({ reach }) =>
      judgeBlocked(reach, { ...web, from: 'App', because: 'SUBNET_ACL_RESTRICTION' }),
    ),
  ],
};
