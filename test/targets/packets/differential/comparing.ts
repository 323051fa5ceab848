/**
 * Do the model and the kernel say the same of a packet? The word, the gate that decided it, and whom the far end saw.
 *
 * Alike is what follows; whatever else is not the same is a difference:
 * - A group that drops does not know what would have matched: ENI_SG_RULES_MISMATCH is SG_REFERENCES_NOT_PRESERVED.
 * - One rule of a VPC's router checks sources and destinations for all interfaces: it is the VPC's, not the interface's.
 * - An address that nobody has on the internet is unreachable there, which no rule tells, and the sender only where the word of
 *   it comes back; the model names the missing address or gateway.
 * - What goes round in a circle dies of its hop limit, which no rule tells, or at a gate that it meets on its second round.
 * - The chain of a network ACL does not know that a Classic Load Balancer sends: SUBNET_ACL_RESTRICTION is ELB_ACL_RESTRICTION.
 * - Towards the public address of a NAT gateway the model says at once that there is no session; the kernel asks the gates on
 *   the way first.
 * - A NAT instance takes an answer of UDP that it has no session for as a new flow, which gets its own address: nobody waits for
 *   that, wherever it ends. Of TCP and ICMP it sees that it is an answer.
 * - A gateway endpoint's service sees the private address of the sender, which the model does not name.
 *   @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 * - Where a gate on the way depends on what the template does not say (which table a subnet has, which public address a rule means),
 *   the model knows that the packet is lost in any case, not where. The word alone is compared.
 */
import { addressText, type Address } from '../../../../lib/network/blocks.ts';
import type { Id, Network } from '../../../../lib/network/network.ts';
import { protocols } from '../../../../lib/network/services.ts';
import type { Walked } from './cases.ts';
import type { Code, Gate, Packet, Walk } from '../../../../lib/network/question.ts';
import type { Answer } from '../../../../lib/targets/packets/kernel/sockets/probe.ts';
import type { Settled } from '../../../../lib/targets/packets/settle/settle.ts';
import type { KernelGate } from '../../../../lib/targets/packets/compile/gates.ts';
import type { Drop } from './drops.ts';

/** What the kernel said. */
export interface Told {
  readonly answer: Pick<Answer, 'outcome' | 'reason' | 'seen'>;
  readonly drop: Drop | undefined;
}

type Asked = Pick<Walked, 'packet' | 'walked'>;

/** Undefined where they agree, and where the model does not know. */
export function differenceOf(
  settled: Settled,
  { packet, walked }: Asked,
  told: Told,
): string | undefined {
  if (walked.arrives === 'depends') return undefined;
  const isThere = hasArrived(told);
  if ((walked.arrives === 'yes') !== isThere)
    return `the model says ${walked.arrives}, the kernel ${isThere ? 'yes' : 'no'}`;
  return isThere ? otherSeen(settled, walked, told) : otherGate(settled, { packet, walked }, told);
}

export function hasArrived({ answer: { outcome } }: Told): boolean {
  return outcome === 'open' || outcome === 'refused';
}

/** Where the sockets saw it. */
function otherSeen(settled: Settled, walked: Walk, { answer }: Told): string | undefined {
  if (answer.seen === undefined) return undefined;
  const { address } = answer.seen.peer;
  const seen = holderOf(settled, address);
  if (seen === walked.seenAs) return undefined;
  if (walked.gates.some(({ kind }) => kind === 'gateway endpoint')) return undefined;
  return `the far end sees ${seen ?? address}, in the model ${walked.seenAs ?? "the sender's own address"}`;
}

/** Whose address it is, as the model says it. */
function holderOf({ network, public4 }: Settled, text: string): Id | undefined {
  const is = (family: Address['family'], value: unknown): boolean =>
    typeof value === 'bigint' && addressText({ family, value }) === text;
  const faces = [...network.interfaces.values()];
  const own = faces.find((face) => is(4, face.address4) || is(6, face.address6));
  if (own !== undefined) return own.owner;
  const mapped = faces.find(({ id }) => is(4, public4.get(id)))?.public4;
  if (typeof mapped === 'string') return mapped;
  const nats = [...network.nats.values()];
  const inside = nats.find(({ address4 }) => is(4, address4));
  return inside?.id ?? nats.find(({ id }) => is(4, public4.get(id)))?.seenAs;
}

function otherGate(
  { network }: Settled,
  { packet, walked: { gates } }: Asked,
  { drop }: Told,
): string | undefined {
  const gate = gates.at(-1);
  if (gate === undefined || isUnsure(gates)) return undefined;
  if (isAnotherFlow(network, gate, packet)) return undefined;
  if (drop === undefined)
    return isUntold(gate) ? undefined : `no rule dropped it, ${saysGate(gate)} in the model`;
  return isSameGate(gate, drop) ? undefined : `${saysDrop(drop)}, in the model ${saysGate(gate)}`;
}

const untold: readonly Code[] = [
  'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
  'NO_ROUTE_TO_DESTINATION',
];

function isAnotherFlow({ interfaces }: Network, { way, code, at }: Gate, packet: Packet): boolean {
  const isAnswer = way === 'reply' && packet.protocol === protocols.udp;
  return isAnswer && code === 'KIT_NO_NAT_SESSION' && interfaces.has(at);
}

function isUnsure(gates: readonly Gate[]): boolean {
  return gates.some(({ outcome }) => outcome === 'depends');
}

function isUntold({ kind, way, code = 'KIT_UNKNOWN' }: Gate): boolean {
  if (code === 'KIT_ROUTE_LOOP' || (code === 'KIT_NO_NAT_SESSION' && way === 'request'))
    return true;
  return (kind === 'internet gateway' || kind === 'address') && untold.includes(code);
}

function isSameGate(gate: Gate, { gate: kernels, way }: Drop): boolean {
  if (kernels === undefined) return false;
  if (gate.code === 'KIT_ROUTE_LOOP') return true;
  if (way !== 'either' && way !== gate.way) return false;
  return (gate.code === 'KIT_NO_NAT_SESSION' && gate.way === 'request') || isNamedSo(gate, kernels);
}

function isNamedSo({ kind, at, code }: Gate, kernels: KernelGate): boolean {
  const isThere = kernels.at === at || kind === 'source/destination check';
  const isSo = kernels.code === code || coarser.get(code) === kernels.code;
  return kernels.kind === kind && isThere && isSo;
}

/** What the model says more exactly than the kernel. */
const coarser = new Map<Code | undefined, Code>([
  ['SG_REFERENCES_NOT_PRESERVED', 'ENI_SG_RULES_MISMATCH'],
  ['ELB_ACL_RESTRICTION', 'SUBNET_ACL_RESTRICTION'],
]);

export function saysGate({ way, kind, at, code }: Gate): string {
  return `${way}: ${kind} ${at} ${code ?? ''}`;
}

export function saysDrop({ node, gate, way }: Drop): string {
  if (gate === undefined) return `${way}: a policy in ${node}`;
  return `${way}: ${gate.kind} ${gate.at} ${gate.code} (${node})`;
}
