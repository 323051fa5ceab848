/** FROM, TO and PROTO/PORT as typed -> a question to the network, or one sentence about what is wrong with it. */
import { closest, distance } from 'fastest-levenshtein';
import { KitError } from '../errors.ts';
import type { Asked } from '../network/ask/ask.ts';
import { parseFlow, type Flow } from '../network/ask/flow.ts';
import { asTarget, withGuests } from '../network/ask/guests.ts';
import { familiesOf, findPlace, type Hosts, type Place } from '../network/ask/places.ts';
import type { Network } from '../network/network.ts';
import type { Internet, Point } from '../network/question.ts';
import { allPorts, type Range } from '../network/services.ts';

export interface TypedQuestion {
  readonly from: string;
  readonly to: string;
  readonly flow: string | undefined;
  readonly sourcePort: string | undefined;
}

export interface NetworkQuestion {
  /** With the hosts that only the question speaks of. */
  readonly network: Network;
  readonly asked: Omit<Asked, 'protocol' | 'ports'>;
  /** Undefined: which services get through is the question. */
  readonly flow: Flow | undefined;
}

/** @throws UnknownPlace, AmbiguousPlace, BadPlace, BadFlow, BadOption */
export function questionOf(network: Network, typed: TypedQuestion, hosts: Hosts): NetworkQuestion {
  const flow = typed.flow === undefined ? undefined : flowOf(typed.flow);
  const sourcePorts = typed.sourcePort === undefined ? undefined : portOf(typed.sourcePort);
  const from = sender(network, placeCalled(network, typed.from, hosts));
  const to = asTarget(placeCalled(network, typed.to, hosts));
  refuseApart(from, to);
  return {
    network: withGuests(network, [from, to]),
    asked: { from, to, ...(sourcePorts === undefined ? {} : { sourcePorts }) },
    flow,
  };
}

function flowOf(text: string): Flow {
  const flow = parseFlow(text.toLowerCase());
  if (flow !== undefined) return flow;
  throw new KitError('BadFlow', `'${text}' is no protocol and port`, {
    next: 'such as tcp/443, udp/53, tcp/8000-8100, icmp/echo; left out, every port is asked',
  });
}

function portOf(text: string): Range {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= allPorts[1]) return [port, port];
  throw new KitError('BadOption', `--source-port is '${text}', not a port of 0 to 65535`);
}

function placeCalled(network: Network, text: string, hosts: Hosts): Place {
  const found = findPlace(network, text, hosts);
  if ('place' in found) return found.place;
  const { problem, candidates } = found;
  if (problem === 'ambiguous')
    throw new KitError('AmbiguousPlace', `'${text}' means ${candidates.join(', ')}`, {
      next: 'name more of the path',
    });
  if (problem === 'not modelled')
    throw new KitError(
      'NotModelled',
      `'${text}' is of type ${found.type}, which the network model does not know`,
      {
        next: 'ask about an address of its subnet instead',
      },
    );
  const message =
    problem === 'unknown'
      ? `nothing with a network address here is called '${text}'`
      : `'${text}' stands in no subnet: no flow starts or ends there`;
  throw new KitError('UnknownPlace', message, {
    next: nearestPlaces(text, [...candidates, ...Object.keys(hosts), 'internet']),
  });
}

const shownAtMost = 6;

/** `nearest: WebA, WebB`, by the whole name or its tail. */
function nearestPlaces(text: string, names: readonly string[]): string {
  const unique = [...new Set(names)];
  const typed = text.toLowerCase();
  const far = (name: string): number => {
    const low = name.toLowerCase();
    const best = distance(typed, closest(typed, [low, low.split('/').at(-1) ?? low]));
    return low.includes(typed) ? Math.min(best, 1) : best;
  };
  const sorted = unique
    .map((name) => ({ name, far: far(name) }))
    .sort((one, other) => one.far - other.far);
  const near = sorted.filter((each) => each.far <= Math.max(2, Math.floor(text.length / 3)));
  const some = (near.length > 0 ? near : sorted).slice(0, shownAtMost).map(({ name }) => name);
  if (near.length > 0) return `nearest: ${some.join(', ')}`;
  const more = unique.length - some.length;
  return `there are: ${some.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A flow starts at an interface or a host outside. Of a public address that is the one it is mapped to. */
function sender(network: Network, place: Place): Place {
  return { ...place, members: place.members.map((some) => some.map((each) => own(each))) };

  function own(point: Point | Internet): Point | Internet {
    if (point.kind === 'public' && network.interfaces.has(point.of))
      return { kind: 'interface', id: point.of };
    if (point.kind !== 'public' && point.kind !== 'service') return point;
    throw new KitError('BadPlace', `no flow starts at '${place.name}': it opens no connections`, {
      next: 'name an instance, a function, a subnet, or internet',
    });
  }
}

function refuseApart(from: Place, to: Place): void {
  const [one, other] = [from, to].map(({ members }) => members.flat());
  const isOutside = (points: readonly (Point | Internet)[] = []): boolean =>
    points.every(({ kind }) => kind === 'internet' || kind === 'host');
  if (isOutside(one) && isOutside(other) && to.served === undefined)
    throw new KitError(
      'BadPlace',
      `'${from.name}' and '${to.name}' both lie outside the networks of the template`,
      { next: 'name a resource or an address inside for one of them' },
    );
  const meets = from.members.every((some) =>
    to.members.every((others) =>
      some.some((point) => others.some((end) => familiesOf(point, end).length > 0)),
    ),
  );
  if (!meets)
    throw new KitError(
      'BadPlace',
      `'${from.name}' and '${to.name}' have no family of addresses in common: one is IPv4, one IPv6`,
    );
}
