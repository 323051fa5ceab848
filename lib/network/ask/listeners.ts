/** A load balancer as the end of a flow: it takes connections on the ports of its listeners. */
import type { Id, Listener, LoadBalancer, Network, Target } from '../network.ts';
import { isUnknown } from '../network.ts';
import type { Code, Gate, Point, Question } from '../question.ts';
import { within, type Range } from '../services.ts';
import { bestOf, oneLeg, reachedBy, type Reached } from './reached.ts';

/**
 * An Application or Classic Load Balancer accepts the connection itself: the client's leg is all. A Network Load
 * Balancer's connection is accepted by a target: both legs.
 */
export function throughListeners(network: Network, question: Question, balancer: Id): Reached {
  const { kind, listeners } = network.balancers.get(balancer) ?? {
    kind: 'application',
    listeners: [],
  };
  const heard = listeners.filter((each) => hears(each, question));
  const front = reachedBy(network, question);
  if (front.verdict === 'no') return front;
  if (heard.length === 0) return closed(front, balancer, mismatch[kind]);
  const ports = heard.map(({ port }): Range => [port, port]);
  const open = heard.map((each) => atListener(network, question, { listener: each, kind }));
  const best = bestOf(open);
  const asksMore = question.ports[0] !== question.ports[1];
  if (!asksMore || best.verdict !== 'yes') return best;
  return { ...best, verdict: 'partial', only: { ...best.only, ports } };
}

const mismatch: Readonly<Record<LoadBalancer['kind'], Code>> = {
  application: 'ELBV2_LISTENERS_MISMATCH',
  network: 'ELBV2_LISTENERS_MISMATCH',
  gateway: 'ELBV2_LISTENERS_MISMATCH',
  classic: 'ELB_LISTENERS_MISMATCH',
};

function hears({ protocol, port }: Listener, question: Question): boolean {
  const speaks =
    protocol === 'tcp-udp' ? [6, 17].includes(question.protocol) : protocol === question.protocol;
  return speaks && within(question.ports, port);
}

interface Heard {
  readonly listener: Listener;
  readonly kind: LoadBalancer['kind'];
}

function atListener(network: Network, question: Question, { listener, kind }: Heard): Reached {
  const { port } = listener;
  const front = reachedBy(network, { ...question, ports: [port, port] });
  if (front.verdict === 'no' || kind !== 'network') return front;
  const back = listener.targets.flatMap((each) => behind(network, question, each));
  if (back.length === 0) return closed(front, listener.id, 'ELBV2_LISTENER_HAS_NO_TG');
  const best = bestOf(back);
  const legs = [...best.legs, ...front.legs] as const;
  if (front.verdict === 'yes') return { ...best, legs };
  return best.verdict === 'yes'
    ? { ...front, legs: [...front.legs, ...best.legs] }
    : { ...best, legs };
}

/** The legs from a node to each interface of a target. */
function behind(network: Network, question: Question, target: Target): readonly Reached[] {
  const { group, end, port, keepsClientAddress } = target;
  if (isUnknown(end)) return [dependsOn(question, group, end.unknown)];
  if (isUnknown(port)) return [dependsOn(question, group, port.unknown)];
  if (question.to.kind !== 'interface') return [];
  const node = question.to.id;
  const faces = network.ends.get(end)?.interfaces ?? [];
  return faces.map((id) => {
    const to: Point = { kind: 'interface', id };
    const leg = { ...question, to, ports: [port, port] as const };
    if (keepsClientAddress) return reachedBy(network, { ...leg, through: node });
    const from: Point = { kind: 'interface', id: node };
    return reachedBy(network, { ...leg, from, sourcePorts: [1024, 65_535] });
  });
}

function dependsOn(question: Question, at: Id, what: string): Reached {
  const gate = { way: 'request', kind: 'listener', at, outcome: 'depends' } as const;
  const because: Gate = { ...gate, code: 'KIT_UNKNOWN', says: what };
  return oneLeg(question, { verdict: 'depends', because, dependsOn: [what] });
}

function closed(front: Reached, at: Id, code: Code): Reached {
  const [{ question }] = front.legs;
  const says = code.endsWith('NO_TG')
    ? 'no target stands behind the listener'
    : `no listener on ${String(question.ports[0])}`;
  const because: Gate = { way: 'request', kind: 'listener', at, outcome: 'blocked', code, says };
  const own = oneLeg(question, { verdict: 'no', because });
  return { ...own, legs: [...own.legs, ...front.legs] };
}
