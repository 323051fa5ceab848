/** Bugs that people make about networks, each as one changed line of one engine. */
import type { Plant } from '../../support/planted.ts';

function at(file: string, says: string, [from, to]: readonly [string, string]): Plant {
  return { says, file, from, to };
}

/** In the walker; the sets know better. */
export const walkerPlants: readonly Plant[] = [
  at('walk/network-acl.ts', 'a network ACL stands inside a subnet', [
    'from !== undefined && from.id === to?.id',
    'false',
  ]),
  at('walk/network-acl.ts', 'a reply is not asked by the ACL that it leaves', [
    "(from === undefined || passes(trip, judgeAcl(trip, from, 'out')))",
    "(from === undefined || trip.way === 'reply' || passes(trip, judgeAcl(trip, from, 'out')))",
  ]),
  at('walk/network-acl.ts', 'the last entry that matches decides', [
    "of direction === 'in' ? inbound : outbound",
    "of [...(direction === 'in' ? inbound : outbound)].reverse()",
  ]),
  at('walk/network-acl.ts', 'what matches no entry is allowed', [
    'return [...candidates, undefined];',
    'return candidates.length > 0 ? candidates : inbound;',
  ]),
  at('walk/network-acl.ts', 'an ACL entry speaks of the source port', [
    'speaksOf(entry.service, flight.protocol, flight.port)',
    'speaksOf(entry.service, flight.protocol, flight.sourcePort)',
  ]),
  at('walk/network-acl.ts', 'every load balancer meets the ACL of its own subnet', [
    "balancer?.kind !== 'classic'",
    'balancer === undefined',
  ]),
  at('walk/security-group.ts', 'a rule by group matches a public address', [
    'memberOf(network, far.member, peer.id)',
    'memberOf(network, far.origin, peer.id)',
  ]),
  at('walk/security-group.ts', 'groups keep no state: replies need rules', [
    "trip.way === 'reply' && trip.tracked.includes(face.id)",
    'false',
  ]),
  at('walk/trip.ts', 'perhaps is yes', [
    "if (judged.outcome === 'depends') trip.depends = true;",
    '',
  ]),
  at('walk/match.ts', 'rules of one family match the other', [
    "if (block.family !== party.family) return 'no';",
    '',
  ]),
  at('walk/match.ts', 'a block that holds part of a subnet holds all of it', [
    "return overlaps(block, addresses) ? 'maybe' : 'no';",
    "return overlaps(block, addresses) ? 'yes' : 'no';",
  ]),
  at('walk/route.ts', 'the shortest prefix wins', [
    'sure.shortest > other.longest',
    'sure.longest < other.shortest',
  ]),
  at('walk/route.ts', 'a propagated route comes before a static one', [
    'ranks[ours] < ranks[theirs]',
    'ranks[ours] > ranks[theirs]',
  ]),
  at('walk/nat-gateway.ts', 'the ACL of the NAT gateway is not asked', [
    'if (!crosses(trip, at.subnet, self.subnet)) return undefined;',
    'if (!crosses(trip, at.subnet, undefined)) return undefined;',
  ]),
  at('walk/nat-gateway.ts', 'IPv6 goes through a NAT gateway', [
    'source.family === 4 || embedded4(destination) !== undefined',
    'true',
  ]),
  at('walk/nat-gateway.ts', 'a NAT gateway keeps source ports below 1024', [
    'Math.max(flight.sourcePort, firstPort)',
    'flight.sourcePort',
  ]),
  at('walk/peering.ts', 'peering is transitive', ['return sameVpc(vpc, side);', "return 'yes';"]),
  at('walk/internet-gateway.ts', 'a private address is as good as a public one', [
    'return network.interfaces.get(id)?.public4;',
    'return network.interfaces.get(id)?.public4 ?? id;',
  ]),
  at('walk/internet-gateway.ts', 'private destinations leave by an internet gateway', [
    'const refused = refusedDestination(destination);',
    'const refused = undefined;',
  ]),
  at('walk/egress-only-gateway.ts', 'an egress-only gateway answers what came in elsewhere', [
    "if (way === 'reply') {",
    'if (false) {',
  ]),
  at('walk/block-public-access.ts', 'Block Public Access is ignored', [
    "vpc.blockPublicAccess === 'off'",
    "vpc.blockPublicAccess !== 'nothing'",
  ]),
  at('walk/forwarding-interface.ts', 'the source/destination check is ignored', [
    'if (!checksSourceDest)',
    'if (true)',
  ]),
  at('walk/gateway-endpoint.ts', 'a gateway endpoint serves other VPCs', [
    "source.vpc === undefined || sameVpc(source.vpc, endpoint.vpc) === 'no'",
    'false',
  ]),
  at('walk/gateway-endpoint.ts', 'a gateway endpoint carries UDP', [
    'protocol !== protocols.tcp && protocol !== protocols.icmp',
    'false',
  ]),
  at('walk/network-load-balancer.ts', "a target sees the client's groups, not the node's", [
    'source: { ...flight.source, member: nodeId }',
    'source: flight.source',
  ]),
  at('services.ts', 'the type of an ICMP packet is ignored', [
    'return within(service.ports, port) && (!isIcmp || within(service.codes, 0));',
    'return isIcmp || within(service.ports, port);',
  ]),
  at('services.ts', 'a rule about all protocols has ports', [
    "if (service.protocol === 'all') return true;",
    "if (service.protocol === 'all') return within(service.ports, port);",
  ]),
];

/** In the sets; the walker knows better. */
export const setsPlants: readonly Plant[] = [
  at('sets/crossing.ts', 'sets: a network ACL stands inside a subnet', [
    'const isInside = from !== undefined && from.id === to?.id;',
    'const isInside = false;',
  ]),
  at('sets/acls.ts', 'sets: a later entry decides again', [
    "if (match === 'yes') left = difference(left, ports);",
    '',
  ]),
  at('sets/travel.ts', 'sets: the reply to a NAT gateway goes to the port of the client', [
    "isNat) ? 'natPorts' : 'sourcePorts'",
    "isNat) ? 'sourcePorts' : 'sourcePorts'",
  ]),
  at('sets/hop-nat.ts', 'sets: a regional NAT gateway serves every zone', [
    'if (nat.zones.includes(zone)) return travel;',
    'return travel;',
  ]),
  at('sets/journey.ts', 'sets: one way that arrives is enough', [
    'outcomes.map(({ sure }) => sure).reduce(commonBox)',
    'outcomes.map(({ sure }) => sure).reduce((one) => one)',
  ]),
  at('sets/internet.ts', 'sets: hosts behind the end of a block are like those in it', [
    'if (last < range.last) starts.add(last + 1n);',
    '',
  ]),
  at('sets/traffic.ts', 'sets: an ICMP rule without the type of the packet matches', [
    'within(service.ports, type) && within(service.codes, 0)',
    'within(service.codes, 0)',
  ]),
];

/** In what makes a network of resources: both engines get the same wrong one, and facts tell. */
export const builderPlants: readonly Plant[] = [
  at('build/network-acls.ts', 'entries stand in the order of the template', [
    '[...entries].sort((one, other) => one.number - other.number)',
    '[...entries]',
  ]),
  at('build/network-acls.ts', 'the default network ACL denies', [
    'const allow = { id, allows: true, service: everything };',
    'const allow = { id, allows: false, service: everything };',
  ]),
  at('build/network-acls.ts', 'every entry is an inbound one', [
    "entries[isOut ? 'outbound' : 'inbound'].push(entryOf(entry));",
    "entries['inbound'].push(entryOf(entry));",
  ]),
  at('build/security-groups.ts', 'a group without outbound rules lets nothing out', [
    '? [] : allOut(id);',
    '? [] : [];',
  ]),
  at('build/vpcs.ts', 'MapPublicIpOnLaunch is ignored', [
    "return booleanOf(source.properties['MapPublicIpOnLaunch'], source) ?? false;",
    'return false;',
  ]),
];
