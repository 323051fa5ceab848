/** Where no place loses a reply, none is lost: what is judged by place leaves out nothing that is judged by itself. */
import type { Network } from '../../../lib/network/network.ts';
import type { Question } from '../../../lib/network/question.ts';
import { protocols } from '../../../lib/network/services.ts';
import { answerOf } from '../../../lib/network/sets/answer.ts';
import { judge } from '../../../lib/network/sets/judge.ts';
import { replyLosses, type ReplyEnd } from '../../../lib/network/sets/replies.ts';
import fc from '../../support/fast-check.ts';
import { acl, host, network, subnet, table } from './drafts.ts';
import { drawFrom, draws, randomNetwork } from './random-networks.ts';

const asked = { family: 4, protocol: protocols.tcp, sourcePorts: [40_000, 41_000] } as const;
const internet: ReplyEnd = { kind: 'internet', family: 4 };

function* questions(network: Network): Generator<Question & { from: ReplyEnd; to: ReplyEnd }> {
  const hosts = [...network.interfaces.values()];
  for (const { id, clientPorts } of hosts) {
    const from: ReplyEnd = { kind: 'interface', id };
    const ends = hosts.map((to): ReplyEnd => ({ kind: 'interface', id: to.id }));
    for (const ports of [[22, 22] as const, [0, 65_535] as const]) {
      yield { ...asked, from: internet, to: from, ports };
      for (const to of [...ends, internet])
        yield { ...asked, from, to, ports, sourcePorts: clientPorts };
    }
  }
}

/** ACLs that decide on a reply, the groups asked. */
function deciding(network: Network, question: Question): readonly string[] {
  return judge(network, question).flatMap((part) => {
    const { because } = answerOf([part], question);
    const isOfReply = because?.way === 'reply' && because.kind.startsWith('network ACL');
    return isOfReply ? [because.at] : [];
  });
}

test('an ACL that takes a reply is known for the places of its ends', () => {
  let found = 0;
  fc.assert(
    fc.property(draws, fc.boolean(), (numbers, unknowns) => {
      const made = randomNetwork(drawFrom(numbers), { unknowns });
      const missed: string[] = [];
      const lossesOf = replyLosses(made, asked);
      for (const question of questions(made)) {
        const losses = lossesOf(question.from, question.to);
        const acls = deciding(made, question);
        found += acls.length;
        missed.push(...acls.filter((acl) => !losses.has(acl)));
      }
      expect(missed).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(100);
});

test.each([
  { clientPorts: [32_768, 50_000] as const, acls: [] },
  { clientPorts: [49_152, 65_535] as const, acls: ['Narrow'] },
])('replies go to the own ports of an interface: $clientPorts', ({ clientPorts, acls }) => {
  const made = network({
    subnets: [subnet('One', '10.0.1.0/24'), subnet('Two', '10.0.2.0/24', { acl: 'Narrow' })],
    tables: [table('Table', '10.0.0.0/16 local')],
    acls: [acl('Narrow', ['100 allow all 0.0.0.0/0'], ['100 allow tcp/32768-50000 0.0.0.0/0'])],
    interfaces: [host('Client', 'One', { clientPorts }), host('Server', 'Two')],
  });
  const [from, to] = ['Client', 'Server'].map((id) => ({ kind: 'interface', id }) as const);
  const found = from && to ? replyLosses(made, asked)(from, to) : undefined;
  expect([...(found ?? ['nothing asked'])]).toEqual(acls);
});
