/** What a network shows of itself: what the internet reaches, what reaches the internet, and what reaches what inside. */
import type { Family } from '../blocks.ts';
import { isUnknown, type End, type Id, type Listener, type Network } from '../network.ts';
import type { Packet, Question } from '../question.ts';
import { allPorts, protocols } from '../services.ts';
import { bestOf, type Reached } from './reached.ts';
import { doubt, doubtsIn, type Doubt, type Doubts } from './doubts.ts';
import { facesOf, familiesIn, type Face, type Faces } from './faces.ts';
import { throughListeners } from './listeners.ts';
import { rulesThatPass, type Direction, type Judged, type OpenPorts } from './open-ports.ts';
import { rolesOf, type Pair, type Role } from './roles.ts';
import { onlyAnswers } from './senders.ts';

/** An end with what is open between it and the internet. */
export interface Exposed {
  readonly end: Id;
  readonly type: string;
  readonly open: readonly OpenPorts[];
}

export interface Exposure {
  /** What the internet reaches; a load balancer by its listeners. */
  readonly inbound: readonly Exposed[];
  /** What can open connections to the internet. */
  readonly outbound: readonly Exposed[];
  /** Ends that behave alike, in both directions and towards the internet. */
  readonly roles: readonly Role[];
  /** Of roles by their place in `roles`; without those between which nothing gets through. Undefined, and no roles: there are too many. */
  readonly pairs: readonly Pair[] | undefined;
  readonly unknown: readonly Doubt[];
}

/** Time grows with the ends for the internet's part, with the square of their classes for what is inside. */
export function exposureOf(network: Network): Exposure {
  const faces = facesOf(network);
  const doubts: Doubts = new Map();
  const carried = carriedIn(network);
  const exposed = (direction: Direction): readonly Exposed[] =>
    [...network.ends.values()]
      .filter(({ id }) => !carried.has(id))
      .map((end) => exposedEnd(network, end, { direction, faces, doubts }))
      .filter(({ open }) => open.length > 0);
  const [inbound, outbound] = [exposed('in'), exposed('out')];
  const { roles, pairs } = rolesOf(network, familiesIn(network), (id) => behaviour(faces, id));
  for (const { why, end } of network.fronted) doubt(doubts, why, end);
  const elsewhere = network.fronted
    .filter(({ end }) => !network.ends.has(end))
    .map(({ end, type }) => ({ end, type, open: frontedPorts(network, end) }))
    .filter(({ open }) => open.length > 0);
  for (const [id, type] of network.unmodelled) doubt(doubts, `a ${type} is not modelled`, id);
  return { inbound: [...inbound, ...elsewhere], outbound, roles, pairs, unknown: doubtsIn(doubts) };
}

/** Interfaces of the templates that an instance has: it is the instance that is reached. */
function carriedIn({ ends }: Network): ReadonlySet<Id> {
  const instances = [...ends.values()].filter(({ type }) => type === 'AWS::EC2::Instance');
  return new Set(
    instances.flatMap(({ id, interfaces }) => interfaces.filter((each) => each !== id)),
  );
}

/** Equal for interfaces that the internet sees alike. */
function behaviour(faces: Faces, id: Id): string {
  const some = faces.get(id) ?? [];
  return some
    .flatMap((face) => [
      ...face.in.open.map((each) => `in ${keyOf(each)}`),
      ...face.out.open.map((each) => `out ${keyOf(each)}`),
    ])
    .join(';');
}

interface Asking {
  readonly direction: Direction;
  readonly faces: Faces;
  readonly doubts: Doubts;
}

function exposedEnd(network: Network, end: End, { direction, faces, doubts }: Asking): Exposed {
  const { id, type } = end;
  const judged = judgedEnd(network, end, { direction, faces });
  for (const why of judged.dependsOn) doubt(doubts, why, id);
  return { end: id, type, open: merged(judged.open) };
}

/** They answer, and open no connection of their own to the internet. */
const neverSends = /::(LoadBalancer|FileSystem)$/;

function judgedEnd(
  network: Network,
  end: End,
  { direction, faces }: Omit<Asking, 'doubts'>,
): Judged {
  if (direction === 'in' && network.balancers.has(end.id)) return listenersOf(network, end);
  if (direction === 'out' && (neverSends.test(end.type) || onlyAnswers(end.type)))
    return { open: [], dependsOn: [] };
  const own = end.interfaces.flatMap((id) =>
    (faces.get(id) ?? []).map((face) => ({ id, face, judged: face[direction] })),
  );
  return {
    open: [
      ...own.flatMap(({ id, face, judged }) =>
        judged.open.map((each) => ({
          ...each,
          seenAs: each.seenAs.map(asOf(network, id, face)),
        })),
      ),
      ...(direction === 'in' ? frontedPorts(network, end.id) : []),
    ],
    dependsOn: own.flatMap(({ judged }) => judged.dependsOn),
  };
}

/** By a load balancer of elsewhere, perhaps, on the port that its target group says. */
function frontedPorts({ fronted }: Network, id: Id): readonly OpenPorts[] {
  return fronted
    .filter(({ end }) => end === id)
    .flatMap(({ group, port, protocol, why }) => {
      if (port === undefined) return [];
      return protocolsOf({ protocol }).map((each): OpenPorts => ({
        ...{ family: 4, protocol: each, hosts: 'everywhere', except: [], seenAs: [] },
        ports: [isUnknown(port) ? allPorts : [port, port]],
        verdict: 'depends',
        rules: [{ id: group, says: why }],
      }));
    });
}

/** Whoever was judged for a class is seen by an address of its own, as each member is. */
function asOf(network: Network, id: Id, { example }: Face): (seenAs: Id) => Id {
  const [mine, judged] = [id, example].map((each) => ownAddresses(network, each));
  return (seenAs) => {
    const at = judged?.indexOf(seenAs) ?? -1;
    return mine?.[at] ?? seenAs;
  };
}

/** Whose address it is: the owner's, and the public one that is mapped to it. */
function ownAddresses({ interfaces }: Network, id: Id): readonly (Id | undefined)[] {
  const { owner, public4 } = interfaces.get(id) ?? {};
  return [owner, typeof public4 === 'string' ? public4 : undefined];
}

/** What differs in nobody's eyes but by the address that is seen. */
function keyOf({ family, protocol, ports, hosts, except, verdict }: OpenPorts): string {
  const blocks = (some: OpenPorts['except']): string =>
    some.map(({ first, last }) => `${first}-${last}`).join(',');
  const where = hosts === 'everywhere' ? hosts : blocks(hosts);
  return [family, protocol, ports.join(','), where, blocks(except), verdict].join(' ');
}

function merged(open: readonly OpenPorts[]): readonly OpenPorts[] {
  const found = new Map<string, OpenPorts>();
  for (const each of open) {
    const key = keyOf(each);
    const known = found.get(key) ?? each;
    const rules = new Map([...known.rules, ...each.rules].map((rule) => [ruleKey(rule), rule]));
    const seenAs = [...new Set([...known.seenAs, ...each.seenAs])];
    found.set(key, { ...each, rules: [...rules.values()], seenAs });
  }
  return [...found.values()];
}

function ruleKey({ id, says }: OpenPorts['rules'][number]): string {
  return `${id} ${says}`;
}

/** Every listener, on whichever node it is reached best. */
function listenersOf(network: Network, end: End): Judged {
  const { listeners = [] } = network.balancers.get(end.id) ?? {};
  const judged = listeners.flatMap((listener) =>
    familiesIn(network).flatMap((family) =>
      protocolsOf(listener).map((protocol) =>
        atListener(network, end, { listener, family, protocol }),
      ),
    ),
  );
  return {
    open: judged.flatMap(({ open }) => open),
    dependsOn: judged.flatMap(({ dependsOn }) => dependsOn),
  };
}

function protocolsOf({ protocol }: Pick<Listener, 'protocol'>): readonly ('tcp' | 'udp')[] {
  if (protocol === 'tcp-udp') return ['tcp', 'udp'];
  return protocol === protocols.udp ? ['udp'] : ['tcp'];
}

interface Front {
  readonly listener: Listener;
  readonly family: Family;
  readonly protocol: 'tcp' | 'udp';
}

function atListener(network: Network, end: End, { listener, family, protocol }: Front): Judged {
  const { port } = listener;
  const all = end.interfaces.map((id) =>
    throughListeners(
      network,
      {
        from: { kind: 'internet', family },
        to: { kind: 'interface', id },
        family,
        protocol: protocols[protocol],
        ports: [port, port],
        sourcePorts: [1024, allPorts[1]],
      },
      end.id,
    ),
  );
  if (all.length === 0) return { open: [], dependsOn: [] };
  const best = bestOf(all);
  if (best.verdict === 'no') return { open: [], dependsOn: [] };
  const { hosts } = best.only ?? {};
  const ports: OpenPorts = {
    family,
    protocol,
    ports: [[port, port]],
    hosts: hosts ?? 'everywhere',
    except: [],
    verdict: best.verdict === 'partial' && hosts !== undefined ? 'yes' : best.verdict,
    rules: [
      { id: listener.id, says: `listener ${protocol}/${port}` },
      ...frontRules(network, best),
    ],
    seenAs: [],
  };
  return { open: [ports], dependsOn: best.dependsOn ?? [] };
}

/** Of the load balancer's own groups. */
function frontRules(network: Network, best: Reached): OpenPorts['rules'] {
  const front = best.legs.find(({ question: { from, through } }) => isOutside(from) && !through);
  if (front === undefined) return [];
  const { question, answer } = front;
  const [block] = answer.only?.hosts ?? [];
  const value = block?.first ?? (question.family === 4 ? 0xcb_00_71_c8n : 0x2001_0db8n << 96n);
  return rulesThatPass(network, packetOf(question, value), 'in');
}

function isOutside(from: Question['from']): boolean {
  return from.kind === 'internet';
}

function packetOf({ to, family, protocol, ports, sourcePorts }: Question, value: bigint): Packet {
  if (to.kind === 'internet') throw new Error('a listener stands in the network');
  return {
    from: { kind: 'host', address: { family, value } },
    to,
    family,
    protocol,
    port: ports[0],
    sourcePort: sourcePorts[1],
  };
}
