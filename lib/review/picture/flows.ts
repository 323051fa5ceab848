/** What a network lets through, as arrows. Pure. */
import type { Exposed, Exposure } from '../../network/ask/exposure.ts';
import type { OpenPorts } from '../../network/ask/open-ports.ts';
import type { Pair } from '../../network/ask/roles.ts';
import { onlyAnswers } from '../../network/ask/senders.ts';
import type { Id, Network } from '../../network/network.ts';
import { openWords, servicesText } from '../exposure.ts';
import { internet, type OneWay, type Picture } from './picture.ts';
import { supposedIn } from './supposed.ts';

/** More than this is no picture but a net. */
const mostInside = 40;

interface Seen {
  readonly network: Network;
  readonly exposure: Exposure;
}

export interface Flows {
  readonly arrows: readonly OneWay[];
  /** Arrows that are left out because they are too many. */
  readonly undrawn: readonly OneWay[];
  /** Ways of which nobody knows whether they are there. */
  readonly open: readonly Pick<OneWay, 'from' | 'to'>[];
  readonly left: Picture['left'];
}

export function flowsOf({ network, exposure }: Seen, ids: ReadonlySet<string>): Flows {
  const drawn = exposure.inbound.filter(({ end }) => ids.has(end));
  const inbound = drawn.map(({ end, open }) => ({
    ...{ from: internet, to: end, says: wordsOf(open) },
    kind: 'in' as const,
  }));
  const outbound = exposure.outbound.flatMap((each) => outArrows(network, each));
  const inside = insideArrows(network, exposure).filter(
    ({ from, to }) => ids.has(from) && ids.has(to),
  );
  const isNet = inside.length > mostInside || exposure.pairs === undefined;
  return {
    arrows: [...inbound, ...outbound, ...(isNet ? [] : inside)],
    undrawn: isNet ? inside : [],
    open: [
      ...openWays(network, exposure),
      ...network.fronted.map(({ end }) => ({ from: internet, to: end })),
    ],
    left: isNet
      ? ['what gets through inside the network is not drawn: there is too much of it']
      : [],
  };
}

function wordsOf(open: readonly OpenPorts[]): readonly string[] {
  const perhaps = open.filter(({ verdict }) => verdict === 'depends');
  const others = open.filter((each) => !perhaps.includes(each));
  const sure = shortest([...new Set(others.map(openWords))]);
  const words = shortest([...new Set(perhaps.map(openWords))]).filter(
    (each) => !sure.includes(each),
  );
  return [...sure, ...words.map(doubtful)];
}

function doubtful(words: string): string {
  return `${words} perhaps`;
}

/** Through the NAT gateway whose address the internet sees, where it is one. */
function outArrows(network: Network, { end, open }: Exposed): readonly OneWay[] {
  return open.flatMap((each) => {
    const says = wordsOf([each]);
    const nats = [...network.nats.values()].filter(
      ({ id, seenAs }) => each.seenAs.includes(seenAs) || each.seenAs.includes(id),
    );
    if (nats.length === 0) return [out(end, internet, says)];
    return nats.flatMap(({ id }) => [out(end, id, says), out(id, internet, says)]);
  });
}

/** All that there is has one word. */
function shortest(words: readonly string[]): readonly string[] {
  const isAll = ['tcp/all', 'udp/all', 'icmp/echo'].every((each) => words.includes(each));
  return isAll ? ['everything'] : words;
}

function out(from: Id, to: Id, says: readonly string[]): OneWay {
  return { from, to, kind: 'out', says };
}

/** Surely, or perhaps where the groups of the templates admit it and the rest of the way is in no template. */
function insideArrows(network: Network, { roles, pairs = [] }: Exposure): readonly OneWay[] {
  const known = pairs.flatMap((pair) => {
    const sure = shortest(servicesText(pair.all));
    const says = sure.length > 0 ? sure : shortest(servicesText(pair.some)).map(doubtful);
    return pair.isOpen && sure.length === 0 ? [] : between(roles, pair, says);
  });
  const supposed = pairs.length === 0 ? undefined : supposedIn(network);
  if (supposed === undefined) return known;
  const there = new Set(known.map(wayKey));
  const perhaps = (supposed.pairs ?? []).flatMap((pair) =>
    between(supposed.roles, pair, shortest(servicesText(pair.some)).map(doubtful)),
  );
  return [
    ...known,
    ...perhaps.filter((each) => !there.has(wayKey(each)) && supposed.isOpen(each.from, each.to)),
  ];
}

/** Where the template leaves open whether anything gets through. */
function openWays(network: Network, { inbound, roles, pairs }: Exposure): Flows['open'] {
  const ends = [...network.ends.keys()];
  if (pairs === undefined)
    return inbound.flatMap(({ end }) => ends.map((to) => ({ from: end, to })));
  return pairs.filter(({ isOpen }) => isOpen).flatMap((pair) => between(roles, pair, ['?']));
}

/** Between the members of two roles, but from those that only answer. */
function between(
  roles: Exposure['roles'],
  { from, to }: Pick<Pair, 'from' | 'to'>,
  says: readonly string[],
): readonly OneWay[] {
  const sender = roles[from];
  if (sender === undefined || says.length === 0 || onlyAnswers(sender.type)) return [];
  return sender.ends.flatMap((one) =>
    (roles[to]?.ends ?? [])
      .filter((other) => other !== one)
      .map((other) => ({ from: one, to: other, kind: 'inside' as const, says })),
  );
}

function wayKey({ from, to }: Pick<OneWay, 'from' | 'to'>): string {
  return `${from} ${to}`;
}
