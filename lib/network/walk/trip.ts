/** A packet under way: what it carries at the moment, what it has met, and what is remembered for the reply. */
import {
  isUnknown,
  type Id,
  type Network,
  type NextHop,
  type Subnet,
  type Unknown,
  type Vpc,
} from '../network.ts';
import type { Gate, Walk } from '../question.ts';
import { echo, protocols } from '../services.ts';
import type { Party } from './party.ts';

/** The packet as it is on the wire. */
export interface Flight {
  readonly source: Party;
  readonly destination: Party;
  readonly protocol: number;
  /** Destination port; of ICMP the type. */
  readonly port: number;
  readonly sourcePort: number;
}

export interface Trip {
  readonly network: Network;
  way: 'request' | 'reply';
  flight: Flight;
  gates: Gate[];
  /** Has a gate been passed of which nobody knows whether it lets pass? */
  depends: boolean;
  /** Interfaces whose groups admitted the request: they let the reply pass. */
  tracked: readonly Id[];
  /** Forwarding interfaces that the request came through. */
  forwarders: readonly Id[];
  /** Interfaces met on this way, the sender first. */
  met: readonly Id[];
  /** What a NAT gateway or NAT instance took for the request, the newest last: it gives it back to the reply. */
  sessions: readonly { readonly by: Id; readonly opened: Flight }[];
  /** By which kind of door the request left its VPC last. */
  leftBy: NextHop['kind'] | undefined;
  seenAs: Id | undefined;
}

/** Where a packet stands when a route is looked up: in a subnet, or at the VPC's internet gateway. */
export interface Position {
  readonly vpc: Id | Unknown;
  readonly subnet: Subnet | undefined;
  readonly table: Id | Unknown;
  /** The NAT gateway that sends it on. */
  readonly nat?: Id;
}

/** What comes after a gate. Undefined: the walk has ended there. */
export type Next =
  | { readonly step: 'route'; readonly at: Position }
  /** Into the subnet of the destination: `from` another subnet, or from outside the VPC. */
  | { readonly step: 'deliver'; readonly from: Subnet | undefined }
  /** Outside every VPC: on the internet, or at a service. */
  | { readonly step: 'outside' }
  | { readonly step: 'done' }
  | undefined;

export function createTrip(network: Network, flight: Flight): Trip {
  return {
    network,
    way: 'request',
    flight,
    gates: [],
    depends: false,
    tracked: [],
    forwarders: [],
    met: [senderOf(flight)],
    sessions: [],
    leftBy: undefined,
    seenAs: undefined,
  };
}

function senderOf({ source }: Flight): Id {
  return source.id ?? 'outside';
}

/** The VPC, where the template has it. */
export function vpcNamed({ vpcs }: Network, id: Id | Unknown | undefined): Vpc | undefined {
  return id === undefined || isUnknown(id) ? undefined : vpcs.get(id);
}

/** The same packet on another way from here. */
export function forked(trip: Trip): Trip {
  return { ...trip, gates: [...trip.gates] };
}

/** A gate as its file tells it: which way the packet goes is the trip's to say. */
export type Judged = Omit<Gate, 'way'>;

/** Notes the gate. False where the packet is blocked; a gate that depends is passed, and remembered. */
export function passes(trip: Trip, judged: Judged): boolean {
  trip.gates.push({ way: trip.way, ...judged });
  if (judged.outcome === 'depends') trip.depends = true;
  return judged.outcome !== 'blocked';
}

/** Notes the gate at which the walk ends: one that blocks, or behind which nothing is known. */
export function endsAt(trip: Trip, judged: Judged): Next {
  passes(trip, judged);
  return undefined;
}

/** In the subnet, asking its table. */
export function inSubnet(subnet: Subnet, nat?: Id): Position {
  const { vpc, table } = subnet;
  return nat === undefined ? { vpc, subnet, table } : { vpc, subnet, table, nat };
}

/** The answer to a packet, both addresses and ports exchanged. */
export function answerTo({ source, destination, protocol, port, sourcePort }: Flight): Flight {
  const isIcmp = protocol === protocols.icmp || protocol === protocols.icmp6;
  return {
    source: destination,
    destination: source,
    protocol,
    port: isIcmp ? echo[protocol].reply : sourcePort,
    sourcePort: port,
  };
}

/** The request has arrived, seen as the given resource: from here the reply is on its way. */
export function turnAround(trip: Trip, seenAs: Id | undefined): void {
  trip.way = 'reply';
  trip.seenAs = seenAs;
  trip.flight = answerTo(trip.flight);
  trip.met = [senderOf(trip.flight)];
}

export function arrived({ depends, gates, seenAs }: Trip): Walk {
  if (depends) return { arrives: 'depends', gates };
  return seenAs === undefined ? { arrives: 'yes', gates } : { arrives: 'yes', gates, seenAs };
}

export function ended({ gates }: Trip): Walk {
  return { arrives: gates.at(-1)?.outcome === 'blocked' ? 'no' : 'depends', gates };
}
