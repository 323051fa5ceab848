/** What cannot be played, by name: what the template does not say, and what the kernel has nothing for. */
import { nameOf } from '../../../network/names.ts';
import {
  isUnknown,
  type Id,
  type Network,
  type NextHop,
  type Route,
} from '../../../network/network.ts';

export interface LeftOut {
  readonly id: Id;
  /** `route 10.9.0.0/16 of PrivateRt: a transit gateway is not played` */
  readonly says: string;
}

/** @param given as the template has it @param settled with its addresses */
export function leftOutOf(given: Network, settled: Network): readonly LeftOut[] {
  return [
    ...routesLeftOut(given),
    ...rulesLeftOut(given),
    ...subnetsLeftOut(given),
    ...interfacesLeftOut(given, settled),
    ...[...settled.nats.values()]
      .filter(({ address4 }) => address4 === undefined)
      .map(({ id }) => ({
        id,
        says: `${nameOf(given, id)}: its subnet has no addresses that are known`,
      })),
    ...[...given.unmodelled].map(([id, type]) => ({
      id,
      says: `${nameOf(given, id)}: a ${type} is not modelled`,
    })),
  ];
}

function routesLeftOut(network: Network): readonly LeftOut[] {
  return [...network.tables.values()].flatMap(({ id, routes }) =>
    routes.flatMap((route) => {
      const why = whyNoRoute(route);
      return why === undefined
        ? []
        : { id: route.id, says: `route of ${nameOf(network, id)}: ${why}` };
    }),
  );
}

function whyNoRoute({ destination, hop }: Route): string | undefined {
  if (hop.kind === 'local') return undefined;
  if (isUnknown(destination)) return destination.unknown;
  if ('id' in destination && isUnknown(destination.blocks) && destination.service === undefined)
    return destination.blocks.unknown;
  return whyNoHop(hop);
}

function whyNoHop(hop: NextHop): string | undefined {
  if (hop.kind === 'other') return `a ${hop.type} is not played`;
  return hop.kind === 'unknown' ? hop.why : undefined;
}

function rulesLeftOut(network: Network): readonly LeftOut[] {
  const groups = [...network.groups.values()].flatMap(({ id, inbound, outbound }) =>
    [inbound, outbound].flatMap((rules) => {
      const name = nameOf(network, id);
      if (isUnknown(rules)) return { id, says: `rules of ${name}: ${rules.unknown}` };
      return rules.flatMap(({ id: rule, peer, service }) => {
        const why = peer.kind === 'unknown' ? peer.why : service.unknown;
        return why === undefined ? [] : { id: rule, says: `a rule of ${name}: ${why}` };
      });
    }),
  );
  const entries = [...network.acls.values()].flatMap(({ id, inbound, outbound }) =>
    [...inbound, ...outbound].flatMap(({ id: entry, block, service }) => {
      const why = isUnknown(block) ? block.unknown : service.unknown;
      if (why === undefined) return [];
      return { id: entry, says: `an entry of ${nameOf(network, id)}: ${why}` };
    }),
  );
  return [...groups, ...entries];
}

function subnetsLeftOut(network: Network): readonly LeftOut[] {
  return [...network.subnets.values()].flatMap(({ id, vpc, block4, table, acl }) => {
    const open = [vpc, block4, table, acl].find((each) => each !== undefined && isUnknown(each));
    if (open === undefined || !isUnknown(open)) return [];
    return { id, says: `${nameOf(network, id)}: ${open.unknown}` };
  });
}

function interfacesLeftOut(given: Network, settled: Network): readonly LeftOut[] {
  return [...given.interfaces.values()].flatMap(({ id, owner, public4 }) => {
    const name = nameOf(given, owner);
    const isThere = [...settled.interfaces.values()].some((each) => each.owner === owner);
    if (!isThere) return { id, says: `${name}: its subnet has no addresses that are known` };
    if (public4 === undefined || !isUnknown(public4)) return [];
    return { id, says: `the public address of ${name}: ${public4.unknown}` };
  });
}
