/** Entries of a node as requests to rtnetlink, in the order in which the kernel takes them. Pure. */
import type { Entry } from './difference.ts';
import type { Request } from './netlink/message.ts';
import {
  delAddress,
  delRoute,
  delRules,
  loopback,
  newAddress,
  newRoute,
  newRules,
} from './netlink/rtnetlink.ts';

/** By device. */
export type Indexes = ReadonlyMap<string, number>;

/** Addresses before the routes that have them as their source, tables before the rules that lead to them. */
const order = ['address', 'route', 'rule'] as const;

export function added(entries: readonly Entry[], indexes: Indexes): Request[] {
  return inOrder(entries).flatMap((entry) => {
    if (entry.what === 'rule') return newRules(entry.rule);
    const device = deviceOf(entry);
    const index = device === undefined ? undefined : indexes.get(device);
    if (device !== undefined && index === undefined)
      throw new Error(`there is no device ${device} for ${JSON.stringify(entry)}`);
    return [
      entry.what === 'route'
        ? newRoute(entry.route, index)
        : newAddress(entry.cidr, index ?? loopback),
    ];
  });
}

/** What stood on a device that is gone went with it. */
export function removed(entries: readonly Entry[], indexes: Indexes): Request[] {
  return inOrder(entries)
    .toReversed()
    .flatMap((entry) => {
      if (entry.what === 'rule') return delRules(entry.rule);
      const device = deviceOf(entry);
      const index = device === undefined ? undefined : indexes.get(device);
      if (device !== undefined && index === undefined) return [];
      return [
        entry.what === 'route'
          ? delRoute(entry.route, index)
          : delAddress(entry.cidr, index ?? loopback),
      ];
    });
}

function deviceOf(entry: Exclude<Entry, { what: 'rule' }>): string | undefined {
  if (entry.what === 'address') return entry.device;
  return entry.route.device ?? (entry.route.kind === 'local' ? 'lo' : undefined);
}

function inOrder(entries: readonly Entry[]): Entry[] {
  return order.flatMap((what) => entries.filter((entry) => entry.what === what));
}
