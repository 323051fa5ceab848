/**
 * The model against the kernel: random networks are settled, compiled and applied, and every packet that the model has walked is
 * sent by a socket. Both must say the same word, name the same gate, and see the same sender.
 *
 * LAB_SEED=n starts from another seed. Without namespaces the model is held against what a kernel has said before.
 */
import { skipped } from '../skipped.ts';
import { walk } from '../../../../lib/network/walk/walk.ts';
import { hasNamespaces } from './children.ts';
import { differencesFrom, readCorpus } from './corpus.ts';
import { run } from './running.ts';
import { hops, type Statistics } from './statistics.ts';

const seed = Number(process.env['LAB_SEED'] ?? 1);
const networks = 96;

/** Every gate that decides, in the ways that exist: nothing comes in at an address, or past Block Public Access, as a reply. */
const both = [
  ...['NAT gateway', 'forwarding interface', 'internet gateway', 'network ACL in'],
  ...['network ACL out', 'peering connection', 'route', 'security group in'],
  ...['security group out', 'source/destination check'],
];
const gates = [
  ...both.flatMap((kind) => [`request ${kind}`, `reply ${kind}`]),
  ...['request address', 'request block public access', 'request gateway endpoint'],
  'reply egress-only internet gateway',
];

function expectVaried(statistics: Statistics): void {
  const asked = statistics.of('asked');
  const share = statistics.of('yes') / asked;
  expect(share).toBeGreaterThan(0.25);
  expect(share).toBeLessThan(0.75);
  const blocked = statistics.of('no');
  const of = (gate: string): number => statistics.of(`gate ${gate}`);
  // Of each gate 1 %; of each way through it half of that, as packets that a way alone decides are rare.
  const kinds = [...both, 'address', 'block public access', 'gateway endpoint'];
  expect(
    kinds.filter((kind) => of(`request ${kind}`) + of(`reply ${kind}`) < blocked / 100),
  ).toEqual([]);
  expect(gates.filter((gate) => of(gate) < blocked / 200)).toEqual([]);
  expect(hops.filter((hop) => statistics.of(`hop ${hop}`) < 500)).toEqual([]);
  const sorts = ['NAT reply', 'family IPv6', 'protocol udp', 'protocol icmp'];
  expect(sorts.filter((sort) => statistics.of(sort) < asked / 50)).toEqual([]);
}

const onKernel = hasNamespaces();

if (!onKernel)
  skipped('the kernel says of 50,000 packets what the model says, gate by gate', 'no namespaces');
else
  test('the kernel says of 50,000 packets what the model says, gate by gate', async () => {
    const { statistics, leftOut, differences } = await run(seed, networks);
    process.stdout.write(`${statistics.table()}\nleft out:\n${leftOut.list()}\n`);
    expect(differences.slice(0, 10).join('\n')).toBe('');
    expect(statistics.of('asked')).toBeGreaterThanOrEqual(50_000);
    expectVaried(statistics);
  }, 240_000);

test(`the model says what a kernel has said${onKernel ? '' : ' (a record: here are no namespaces)'}`, () => {
  expect([...differencesFrom(readCorpus(), walk)]).toEqual([]);
});
