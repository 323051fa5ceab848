/** What a network lets through, as arrows. Pure. */
import type { Exposed, Exposure } from '../../network/ask/exposure.ts';
import type { OpenPorts } from '../../network/ask/open-ports.ts';
import type { Id, Network } from '../../network/network.ts';
import { openWords, servicesText } from '../exposure.ts';
import { internet, type OneWay, type Picture } from './picture.ts';

/** More than this is no picture but a net. */
const mostInside = 40;

interface Seen {
  readonly network: Network;
  readonly exposure: Exposure;
}

export function flowsOf(
  { network, exposure }: Seen,
  ids: ReadonlySet<string>,
): { readonly arrows: readonly OneWay[]; readonly left: Picture['left'] } {
  const inbound = exposure.inbound.map(({ end, open }) => ({
    ...{ from: internet, to: end, says: wordsOf(open) },
    kind: 'in' as const,
  }));
  const outbound = exposure.outbound.flatMap((each) => outArrows(network, each));
  const inside = insideArrows(exposure).filter(({ from, to }) => ids.has(from) && ids.has(to));
  const isNet = inside.length > mostInside || exposure.pairs === undefined;
  return {
    arrows: [...inbound, ...outbound, ...(isNet ? [] : inside)],
    left: isNet
      ? ['what gets through inside the network is not drawn: there is too much of it']
      : [],
  };
}

function wordsOf(open: readonly OpenPorts[]): readonly string[] {
  return shortest([...new Set(open.map(openWords))]);
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

function insideArrows({ roles, pairs = [] }: Exposure): readonly OneWay[] {
  return pairs.flatMap(({ from, to, all, some, isOpen }) => {
    const sure = shortest(servicesText(all));
    const says =
      sure.length > 0 ? sure : shortest(servicesText(some)).map((each) => `${each} perhaps`);
    if (says.length === 0 || (isOpen && sure.length === 0)) return [];
    return (roles[from]?.ends ?? []).flatMap((one) =>
      (roles[to]?.ends ?? [])
        .filter((other) => other !== one)
        .map((other) => ({ from: one, to: other, kind: 'inside' as const, says })),
    );
  });
}
