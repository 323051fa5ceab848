/** `reach` and `connect` in the kernel: real connections between the namespaces of two places. */
import { addressText } from '../../../network/blocks.ts';
import type { Evidence, Hop } from '../../../verdict.ts';
import type { FlowRequest, Passage } from '../../../capabilities.ts';
import { everybodyBut } from '../../../network/ask/anyone.ts';
import { asTarget, isGuest, withGuests } from '../../../network/ask/guests.ts';
import type { Place } from '../../../network/ask/places.ts';
import { nameOf } from '../../../network/names.ts';
import type { Id, Interface } from '../../../network/network.ts';
import type { KernelGate } from '../compile/gates.ts';
import { goalsAt, sendersAt, type Goal, type Spot } from './spots.ts';
import type { Plane, Stands } from './plane.ts';
import type { Places } from './places.ts';
import { portsOf } from './ports.ts';
import { Tries, type Tried } from './tries.ts';

export type End = Tried['end'];

export interface ReachParts {
  readonly plane: Plane;
  readonly places: Places;
  readonly tries: Tries;
}

interface Pair {
  readonly from: Spot;
  readonly to: Goal;
  readonly name: string;
}

export class Reaching {
  private readonly parts: ReachParts;

  constructor(parts: ReachParts) {
    this.parts = parts;
  }

  /** What the far end says: of several the worst. */
  async connect(request: FlowRequest): Promise<End> {
    const ends = await this.tried(request, async (pairs) => {
      const [port = 0] = this.portsFor(request, pairs);
      return Promise.all(pairs.map((pair) => this.try(request, pair, port)));
    });
    return rank.find((each) => ends.some(({ end }) => end === each)) ?? 'unreachable';
  }

  async reach(request: FlowRequest): Promise<Passage> {
    return this.tried(request, async (pairs, stands) => {
      const ports = this.portsFor(request, pairs);
      const asked = pairs.flatMap((pair) => ports.map((port) => ({ pair, port })));
      if (asked.length === 0) return nobody(request);
      const found = await each(asked, async ({ pair, port }) => ({
        ...{ pair, port },
        ...(await this.try(request, pair, port)),
      }));
      const passage = summed(stands, request, found);
      return isRange(request) ? { ...passage, sampled: true } : passage;
    });
  }

  private try({ flow, sourcePort }: FlowRequest, { from, to }: Pair, port: number): Promise<Tried> {
    const protocol = flow.startsWith('tcp') ? 'tcp' : flow.startsWith('udp') ? 'udp' : 'icmp';
    return this.parts.tries.try({
      from,
      to,
      protocol,
      port,
      ...(sourcePort === undefined ? {} : { sourcePort }),
    });
  }

  private portsFor({ flow }: FlowRequest, pairs: readonly Pair[]): readonly number[] {
    const { settled } = this.parts.plane.stands;
    return portsOf(
      settled.network,
      flow,
      pairs.flatMap(({ from, to }) => [from.face ?? [], to.face ?? []].flat()),
    );
  }

  /** With the hosts that only the question speaks of, for as long as it takes. */
  private async tried<T>(
    request: FlowRequest,
    work: (pairs: readonly Pair[], stands: Stands) => Promise<T>,
  ): Promise<T> {
    const { plane, places } = this.parts;
    const to = asTarget(places.called(request.to));
    const except = (request.except ?? []).map((each) => places.called(each));
    const senders =
      request.from === 'anyone'
        ? everybodyBut(plane.stands.settled.network, [...except, to])
        : [places.called(request.from)];
    const guests = [...senders, to].filter(hasGuest);
    if (guests.length === 0) return work(this.pairs(senders, to), plane.stands);
    const view = (network: Stands['settled']['network']) => withGuests(network, guests);
    await plane.change({ gains: view });
    try {
      return await work(this.pairs(senders, to), plane.stands);
    } finally {
      await plane.change({ loses: view });
    }
  }

  private pairs(senders: readonly Place[], to: Place): readonly Pair[] {
    const { settled } = this.parts.plane.stands;
    const outside = this.parts.places.outside;
    return senders.flatMap(({ name, ...place }) =>
      sendersAt(settled, outside, { name, ...place }).flatMap((spots) => {
        const perMember = new Map<number, Pair>();
        for (const from of spots)
          goalsAt({ settled, outside }, to, from).forEach((goals, index) => {
            const [goal] = goals.filter(({ node }) => node === undefined || node !== from.node);
            if (goal !== undefined && !perMember.has(index))
              perMember.set(index, { from, to: goal, name });
          });
        return [...perMember.values()];
      }),
    );
  }
}

/** Many at once would be a storm, one after the other would take long. */
const atOnce = 16;

async function each<T, U>(items: readonly T[], work: (item: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (let at = 0; at < items.length; at += atOnce)
    done.push(...(await Promise.all(items.slice(at, at + atOnce).map(work))));
  return done;
}

function hasGuest({ members }: Place): boolean {
  return members.flat().some((each) => each.kind === 'interface' && isGuest(each.id));
}

/** The worst first. */
const rank: readonly End[] = ['timeout', 'unreachable', 'refused', 'open'];

interface Found extends Tried {
  readonly pair: Pair;
  readonly port: number;
}

function nobody({ from, to }: FlowRequest): Passage {
  return {
    arrives: 'no',
    because: `nothing is left of ${from} or of ${to}`,
    trace: { kind: 'trace', hops: [] },
  };
}

function isRange({ flow }: FlowRequest): boolean {
  return flow.includes('-');
}

/** Of many senders the first that gets through answers; of many receivers the first that is not reached. */
function summed(stands: Stands, { from }: FlowRequest, found: readonly Found[]): Passage {
  const [through, lost] = [true, false].map((arrives) =>
    found.filter(({ end }) => hasArrived(end) === arrives),
  ) as [Found[], Found[]];
  const [first] = through;
  if (from === 'anyone' && first !== undefined)
    return { ...arrival(stands, first), because: `${first.pair.name}: ${first.end}` };
  const [one] = lost;
  if (one === undefined) return arrival(stands, first);
  const because = reasonOf(stands, one);
  const trace = traceOf(stands, one);
  if (first === undefined) return { arrives: 'no', because, trace };
  const open = [...new Set(through.map(({ port }) => port))].join(', ');
  return { arrives: 'partly', because: `only to ${open} of those tried (${because})`, trace };
}

function arrival(stands: Stands, found: Found | undefined): Passage {
  return { arrives: 'yes', ...seenAs(stands, found), trace: traceOf(stands, found) };
}

function hasArrived(end: End): boolean {
  return end === 'open' || end === 'refused';
}

function seenAs({ settled }: Stands, found: Found | undefined): Pick<Passage, 'seenAs'> {
  const id = found?.seen === undefined ? undefined : holderOf(settled, found.seen);
  return id === undefined ? {} : { seenAs: nameOf(settled.network, id) };
}

/** The resource whose address that is: of a public one what it is called by, of a private one its owner. */
function holderOf({ network, public4 }: Stands['settled'], address: string): Id | undefined {
  const mapped = [...public4].find(([, value]) => textOf(4, value) === address)?.[0];
  const nat = [...network.nats.values()].find(
    ({ id, address4 }) => id === mapped || textOf(4, address4) === address,
  );
  if (nat !== undefined) return nat.seenAs;
  const face = [...network.interfaces.values()].find(
    ({ id, address4, address6 }) =>
      id === mapped || textOf(4, address4) === address || textOf(6, address6) === address,
  );
  return mapped === undefined ? face?.owner : publicHolder(face);
}

function publicHolder(face: Interface | undefined): Id | undefined {
  return typeof face?.public4 === 'string' ? face.public4 : face?.owner;
}

function textOf(family: 4 | 6, value: bigint | 'some' | undefined): string | undefined {
  return typeof value === 'bigint' ? addressText({ family, value }) : undefined;
}

/** The kernel's own word, in AWS's. */
function reasonOf({ settled, gates }: Stands, { drop, end, to }: Found): string {
  const gate = drop === undefined ? undefined : gates.get(drop);
  if (gate !== undefined) return `${gate.code} at ${nameOf(settled.network, gate.at)}`;
  if (end === 'unreachable') return unreachableReason(settled, to);
  return 'no answer';
}

/** Nobody on the internet has that address: no gateway of a VPC brings it in. */
function unreachableReason({ network }: Stands['settled'], to: Goal): string {
  const face = to.face === undefined ? undefined : network.interfaces.get(to.face);
  const subnet = face && network.subnets.get(face.subnet);
  const vpc = typeof subnet?.vpc === 'string' ? network.vpcs.get(subnet.vpc) : undefined;
  const where = addressText(to.address);
  if (vpc === undefined || face === undefined) return `nobody has ${where}`;
  return vpc.internetGateway === undefined
    ? `NO_ROUTE_TO_DESTINATION at ${nameOf(network, vpc.id)}`
    : `IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at ${nameOf(network, face.owner)}`;
}

function traceOf({ settled, gates }: Stands, found: Found | undefined): Evidence {
  if (found === undefined) return { kind: 'trace', hops: [] };
  const { pair, end, drop, port } = found;
  const sent: Hop = {
    ...{
      way: 'request',
      at: pair.name,
      gate: 'socket',
      verdict: hasArrived(end) ? 'passed' : 'blocked',
    },
    says: `${addressText(pair.from.address)} -> ${addressText(pair.to.address)} port ${port}: ${end}`,
  };
  const gate = drop === undefined ? undefined : gates.get(drop);
  return {
    kind: 'trace',
    hops: [sent, ...(gate === undefined ? [] : [gateHop(settled, gate, found)])],
  };
}

function gateHop({ network }: Stands['settled'], gate: KernelGate, { isAnswerLost }: Found): Hop {
  const rule = gate.rule === undefined ? {} : { rule: nameOf(network, gate.rule) };
  return {
    way: isAnswerLost === true ? 'reply' : 'request',
    at: nameOf(network, gate.at),
    gate: gate.kind,
    verdict: 'blocked',
    ...rule,
    says: `the kernel dropped it here: ${gate.code}`,
  };
}
