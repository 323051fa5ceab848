/** The least that is left of a network in which two engines still disagree, as text for a person. */
import { blockText } from '../../../lib/network/blocks.ts';
import type { Network } from '../../../lib/network/network.ts';
import { judgedAlone, walkedAlone, type Difference, type Engines } from './compare.ts';

type Holds = (network: Network) => boolean;

export function shrunk(engines: Engines, difference: Difference): Network {
  const { packet, question, walked, judged } = difference;
  return reduced(difference.network, (network) => {
    try {
      return (
        walkedAlone(engines, network, packet) === walked &&
        judgedAlone(engines, network, { packet, question }) === judged
      );
    } catch {
      return false;
    }
  });
}

/** Every part is left out that can be, until none can. */
function reduced(network: Network, holds: Holds): Network {
  let best = network;
  for (;;) {
    const smaller = firstThat(holds, candidates(best));
    if (smaller === undefined) return best;
    best = smaller;
  }
}

function firstThat(holds: Holds, networks: Iterable<Network>): Network | undefined {
  for (const each of networks) if (holds(each)) return each;
  return undefined;
}

function* candidates(network: Network): Generator<Network> {
  for (const [name, all] of Object.entries(network) as [keyof Network, Network['vpcs']][]) {
    for (const id of all.keys()) {
      const without = { ...network, [name]: new Map([...all].filter(([each]) => each !== id)) };
      if (!networkText(without).includes(`"${id}"`)) yield without;
    }
    for (const [id, item] of all)
      for (const smaller of lesser(item))
        yield { ...network, [name]: new Map([...all, [id, smaller]]) };
  }
}

/** Without one element of one of its lists, without a gateway table, without Block Public Access. */
function* lesser(item: object): Generator<never> {
  for (const [key, value] of Object.entries(item) as [string, unknown][]) {
    if (Array.isArray(value))
      for (const index of value.keys())
        yield { ...item, [key]: value.filter((_, at) => at !== index) } as never;
    if (key === 'blockPublicAccess' && value !== 'off') yield { ...item, [key]: 'off' } as never;
    if (key === 'gatewayTable' && value !== undefined) yield { ...item, [key]: undefined } as never;
  }
}

/** One line for each thing. */
export function networkText(network: Network): string {
  const parts = Object.entries(network) as [string, ReadonlyMap<string, object>][];
  return parts
    .flatMap(([name, all]) => [...all.values()].map((each) => `${name}: ${text(each)}`))
    .join('\n');
}

export function text(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'bigint') return each.toString();
    const isBlock = typeof each === 'object' && each !== null && 'family' in each && 'last' in each;
    return isBlock ? blockText(each as Parameters<typeof blockText>[0]) : each;
  });
}

/** What a person needs to see what is wrong. */
export function reportOf(engines: Engines, difference: Difference): string {
  const { seed, packet, walked, judged } = difference;
  return [
    `seed ${seed}: walked ${walked}, judged ${judged}`,
    text(packet),
    networkText(shrunk(engines, difference)),
  ].join('\n');
}
