/** Who gets in at the doors of Web: checks 1 to 4. */
import type { HttpRequest } from '../../../lib/capabilities.ts';
import { exchange } from '../../../lib/checks/http.ts';
import { blocked, judgeBlocked, judgeReaches } from '../../../lib/checks/network.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { judgeSockets } from './sockets.ts';

const page: HttpRequest = { from: 'admin', to: 'Web', path: '/' };

/** Where ranges of source ports begin and end: from 1024, Linux 32768 to 60999, and the last. */
const sourcePorts = [1024, 32_768, 60_999, 65_535];

/** Of any internet host these are the ones next to the address that is shut out. */
const everyoneElse = ['admin', 'site', 'internet:203.0.113.65', 'internet:203.0.113.67'];

const aclDenies = 'SUBNET_ACL_RESTRICTION';

export const webAnswersEveryoneElse: Check<Stage> = {
  id: 'web-answers-everyone-else',
  says: 'Every internet host but one gets 200 from Web on port 80, from whatever source port it asks',
  ways: [
    by(['connect', 'http'], async ({ connect, http }) => {
      const flows = sourcePorts.map(
        (sourcePort) => ({ from: 'admin', to: 'Web', flow: 'tcp/80', sourcePort }) as const,
      );
      const opens = await judgeSockets(connect, 'open', flows);
      return opens.outcome === 'held' ? every([opens, judgePage(await http(page))]) : opens;
    }),
    by(['reach'], async ({ reach }) => {
      const pairs = { from: everyoneElse, to: 'Web', on: 'tcp/80' } as const;
      const fromPorts = sourcePorts.map((sourcePort) =>
        judgeReaches(reach, { ...pairs, sourcePort }),
      );
      return every(await Promise.all([judgeReaches(reach, pairs), ...fromPorts]));
    }),
  ],
};

function judgePage(answer: Parameters<typeof exchange>[1]): Verdict {
  const evidence = exchange(page, answer);
  return answer.status === 200
    ? held('Web answers 200', evidence)
    : failed(`Web answers ${answer.status}`, evidence);
}

export const oneAddressIsShutOut: Check<Stage> = {
  id: 'one-address-is-shut-out',
  says: 'The one blocked address gets silence from port 80 of Web, which no security group could express',
  ways: [
    by(['connect'], ({ connect }) =>
      judgeSockets(connect, 'timeout', [{ from: 'stranger', to: 'Web', flow: 'tcp/80' }]),
    ),
    blocked({ from: 'stranger', to: 'Web', on: 'tcp/80', because: aclDenies }),
  ],
};

export const closedDoorIsSilent: Check<Stage> = {
  id: 'closed-door-is-silent',
  says: 'Port 8081 of Web, for which there is no rule, stays silent: the groups stop a neighbour, the ACL an internet host',
  ways: [
    by(['connect'], ({ connect }) =>
      judgeSockets(
        connect,
        'timeout',
        ['Tool', 'admin'].map((from) => ({ from, to: 'Web', flow: 'tcp/8081' })),
      ),
    ),
    by(['reach'], async ({ reach }) => {
      const closed = { to: 'Web', on: 'tcp/8081' } as const;
      return every([
        await judgeBlocked(reach, { ...closed, from: 'Tool', because: 'ENI_SG_RULES_MISMATCH' }),
        await judgeBlocked(reach, { ...closed, from: 'admin', because: aclDenies }),
      ]);
    }),
  ],
};

/** No proof of the model: that a packet is admitted it can prove, but it knows no processes. */
export const openDoorEmptyRoom: Check<Stage> = {
  id: 'open-door-empty-room',
  says: 'Port 8443 of Web, admitted and without a listener, refuses the admin at once',
  ways: [
    by(['connect'], ({ connect }) =>
      judgeSockets(connect, 'refused', [{ from: 'admin', to: 'Web', flow: 'tcp/8443' }]),
    ),
  ],
};
