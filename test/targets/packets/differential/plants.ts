/** Bugs that a compiler of networks may have, each as one changed line: the model knows better. */
import type { Plant } from '../../../support/planted.ts';

function at(file: string, says: string, [from, to]: readonly [string, string]): Plant {
  return { says, file, from, to };
}

export const compilerPlants: readonly Plant[] = [
  at('vpc.ts', 'a network ACL stands inside a subnet', [
    '`iifgroup . oifgroup != @same_out iifgroup vmap @acls_out`',
    '`iifgroup vmap @acls_out`',
  ]),
  at('vpc.ts', 'a reply is not asked by the ACL of the subnet that it enters', [
    '`iifgroup . oifgroup != @same_in oifgroup vmap @acls_in`',
    '`ct direction original iifgroup . oifgroup != @same_in oifgroup vmap @acls_in`',
  ]),
  at('network-acls.ts', 'the last entry of an ACL that matches decides', [
    '...entries.flatMap(',
    '...[...entries].reverse().flatMap(',
  ]),
  at('vpc.ts', 'groups keep no state: replies need rules', [
    "const isNew = 'ct state { new, invalid, untracked }';",
    "const isNew = 'ct state { new, established, related, invalid, untracked }';",
  ]),
  at('nat-gateway.ts', 'a NAT gateway lets in what it holds no session for', [
    "chain('input', [sessionless], 'type filter hook input priority filter; policy drop;')",
    "chain('input', ['accept'], 'type filter hook input priority filter; policy accept;')",
  ]),
  at('vpc-sets.ts', 'the source/destination check is ignored', [
    'elements: checked.map(({ id }) => `"${deviceTo.interface(id)}"`)',
    'elements: []',
  ]),
  at('doors.ts', 'a gateway endpoint carries UDP', [
    '`${to} meta l4proto != { 1, 6 } ${protocol}`',
    '`${to} meta l4proto != { 1, 6, 17 } ${protocol}`',
  ]),
  at('internet-gateway.ts', 'private destinations leave by an internet gateway', [
    "'{ 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 }'",
    "'{ 10.255.255.0/24 }'",
  ]),
  at('doors.ts', 'Block Public Access is ignored for what comes in', [
    "if (vpc.blockPublicAccess === 'off') return [];\n  const excluded",
    "if (vpc.blockPublicAccess !== 'off') return [];\n  const excluded",
  ]),
  at('doors.ts', 'a regional NAT gateway serves every zone', [
    'if (zones === undefined) return [];',
    'return [];',
  ]),
  at('doors.ts', 'a peering connection leads to whatever it is asked for', [
    '`${isFamily} ${word} daddr != ${blocks} ${drop}`',
    '`${isFamily} ${word} daddr != ${blocks} accept`',
  ]),
  at('match.ts', 'ports of a rule are source ports', ['th dport', 'th sport']),
  at('hosts.ts', "an appliance keeps the sender's address towards the internet", [
    'daddr != @inside masquerade',
    'daddr != @inside accept',
  ]),
];
