/** What a picture of an architecture shows, before anybody says where on the paper. */
import type { Group } from './kinds.ts';

export interface Picture {
  readonly vpcs: readonly PicturedVpc[];
  /** What stands in no subnet. */
  readonly services: readonly Box[];
  readonly arrows: readonly Arrow[];
  /** What is not drawn, and why: sentences. */
  readonly left: readonly string[];
}

/** One thing that a person may point at. */
export interface Box {
  /** `Stack/LogicalId`; of the internet `internet`. */
  readonly id: string;
  /** As commands call it. */
  readonly name: string;
  readonly type: string;
  readonly group: Group;
  /** `internet`: it is reached from there; `anybody`: it answers everybody at an address of AWS's. */
  readonly open: 'internet' | 'anybody' | null;
  readonly source: string | null;
}

export interface PicturedVpc extends Box {
  /** Does it stand in the templates, or do they only name it? */
  readonly isHere: boolean;
  /** `10.0.0.0/16`, or `(not in the template)`. */
  readonly blocks: string;
  /** What stands at its edge: the internet gateway, gateway endpoints. */
  readonly gates: readonly Box[];
  readonly zones: readonly string[];
  /** From the internet inwards. */
  readonly tiers: readonly Tier[];
}

/** Subnets of the same purpose, at most one in a zone. */
export interface Tier {
  readonly subnets: readonly PicturedSubnet[];
  readonly boxes: readonly Placed[];
}

export interface PicturedSubnet extends Box {
  /** `10.0.0.0/24`, or `not in the template`. */
  readonly block: string;
  /** Place of its zone among the VPC's. */
  readonly zone: number;
  /** Does a route lead to the internet gateway? Null where the template does not say. */
  readonly isPublic: boolean | null;
  /** What its routes lead to beyond the VPC, by name, the default route first; null where its table is not in the template. */
  readonly routes: readonly string[] | null;
}

export interface Placed extends Box {
  /** Places of the zones in which it stands, ascending. */
  readonly zones: readonly number[];
}

export interface Arrow {
  /** Ids of boxes. */
  readonly from: string;
  readonly to: string;
  /** The same the other way. */
  readonly isMutual: boolean;
  /**
   * `in`: the internet gets there; `out`: it gets to the internet; `inside`: the network lets it through; `calls`: sends requests, events or
   * messages; `may`: its role allows it.
   */
  readonly kind: 'in' | 'out' | 'inside' | 'calls' | 'may';
  /** `tcp/443`, `dynamodb:GetItem` */
  readonly says: readonly string[];
}

export type OneWay = Omit<Arrow, 'isMutual'>;

export const internet = 'internet';

/** All that a person may point at, but the VPCs. */
export function boxesIn({ vpcs, services }: Picture): readonly Box[] {
  return [
    ...services,
    ...vpcs.flatMap(({ gates, tiers }) => [...gates, ...tiers.flatMap(({ boxes }) => boxes)]),
  ];
}
