/** The way back, which one filter knows by itself and the other has to be told: checks 6 and 7. */
import type { Passage } from '../../../lib/capabilities.ts';
import { exchange } from '../../../lib/checks/http.ts';
import { judgeBlocked, judgeReaches } from '../../../lib/checks/network.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, unverified, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { judgeSockets } from './sockets.ts';
import { aclHops, tellsOfReplies } from './traces.ts';

const request = { from: 'admin', to: 'Web', path: '/' } as const;
const flow = { from: 'admin', to: 'Web', flow: 'tcp/80' } as const;

export const replyNeedsNoGroupRule: Check<Stage> = {
  id: 'reply-needs-no-group-rule',
  says: 'Web answers its internet clients although WebSg lets nothing out to them',
  ways: [
    by(['connect', 'http'], async ({ connect, http }) => {
      // From the first port of Linux: what range of answers is let out must not be a matter of luck.
      const opens = await judgeSockets(connect, 'open', [{ ...flow, sourcePort: 32_768 }]);
      if (opens.outcome !== 'held') return opens;
      const answer = await http(request);
      const evidence = exchange(request, answer);
      return answer.status === 200
        ? held('the answer came back', evidence)
        : failed(`the answer is ${answer.status}`, evidence);
    }),
    by(['reach'], async ({ reach }) => {
      const toClients = { from: 'Web', to: 'admin', on: 'tcp/1024-65535' } as const;
      return every([
        await judgeReaches(reach, { ...flow, on: flow.flow }),
        await judgeBlocked(reach, { ...toClients, because: 'ENI_SG_RULES_MISMATCH' }),
      ]);
    }),
  ],
};

export const replyNeedsAnAclRule: Check<Stage> = {
  id: 'reply-needs-an-acl-rule',
  says: 'The answer of Web to an internet client passes by one entry of a network ACL, WebNacl out 100, and no other',
  ways: [by(['reach'], async ({ reach }) => judgeReply(await reach(flow)))],
};

function judgeReply({ arrives, because = 'no reason', trace }: Passage): Verdict {
  if (arrives !== 'yes') return failed(`the answer is lost: ${because}`, trace);
  if (!tellsOfReplies(trace))
    return unverified('what let the answer pass is not seen here: --on model', trace);
  const met = aclHops(trace, 'reply');
  const says = met.map(({ at, gate, rule = '*' }) => `${at} ${gate} ${rule}`).join('; ');
  const isThatOne = met.length === 1 && /^WebNacl network ACL out 100 /.test(says);
  return isThatOne
    ? held(`the answer passes by ${says}`, trace)
    : failed(`the answer passes by ${says || 'no entry'}`, trace);
}
