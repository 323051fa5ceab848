/** What became reachable between two sets of templates, as plain data. */
import type {
  InsideChange,
  InternetChange,
  ReachDifference,
  SeenChange,
} from '../network/ask/changes.ts';
import type { Services } from '../network/ask/roles.ts';
import type { Family } from '../network/blocks.ts';
import { servicesText } from './exposure.ts';

export interface InternetData {
  readonly end: string;
  readonly family: Family;
  readonly hosts: string;
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  readonly isOpen: boolean;
}

/** As {@link ReachDifference}, services as texts. */
export interface ReachData {
  readonly inbound: readonly InternetData[];
  readonly outbound: readonly InternetData[];
  readonly seen: readonly SeenChange[];
  readonly inside:
    readonly (Omit<InsideChange, keyof Both> & Record<keyof Both, readonly string[]>)[] | null;
}
type Both = Record<'opened' | 'closed', Services>;

export function reachData({ inbound, outbound, seen, inside }: ReachDifference): ReachData {
  return {
    inbound: inbound.map(inTexts),
    outbound: outbound.map(inTexts),
    seen,
    inside: inside?.map(inTexts) ?? null,
  };
}

function inTexts<T extends InternetChange | InsideChange>(
  change: T,
): Omit<T, keyof Both> & Record<keyof Both, readonly string[]> {
  const { opened, closed } = change;
  return { ...change, opened: servicesText(opened), closed: servicesText(closed) };
}
