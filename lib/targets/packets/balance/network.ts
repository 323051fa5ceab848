/**
 * A Network Load Balancer is no process: the kernel of its node's namespace rewrites destinations, so that targets see
 * the client's address where the target group keeps it. Pure: the script for `nft -f`, of one node.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html
 */
import { isIPv6 } from 'node:net';

export interface NetworkService {
  readonly protocol: 'TCP' | 'UDP' | 'TCP_UDP';
  /** Of the listener. */
  readonly port: number;
  /** Those that the node may send to now; none: the node's own stack refuses. */
  readonly targets: readonly { readonly address: string; readonly port: number }[];
  readonly keepsClientAddress: boolean;
  /** Stickiness by source address, else each flow for itself. */
  readonly isSticky: boolean;
}

export interface NetworkNode {
  /** The node's private addresses, of either family. */
  readonly addresses: readonly string[];
}

const tables = { ip: 'lab_nlb', ip6: 'lab_nlb6' } as const;
type Family = keyof typeof tables;

/** Replaces what an earlier script of the same node said; connections that are open stay with their targets. */
export function networkRuleset(node: NetworkNode, services: readonly NetworkService[]): string {
  return (['ip', 'ip6'] as const).map((family) => tableOf(family, node, services)).join('');
}

function tableOf(
  family: Family,
  { addresses }: NetworkNode,
  services: readonly NetworkService[],
): string {
  const rules = addresses
    .filter((address) => familyOf(address) === family)
    .flatMap((address) => services.flatMap((service) => rulesOf({ family, address }, service)));
  const table = `${family} ${tables[family]}`;
  const chain = (name: string, hook: string, lines: readonly string[]): string =>
    [`  chain ${name} {`, `    type nat hook ${hook}; policy accept;`, ...lines, '  }', ''].join(
      '\n',
    );
  return [
    `table ${table} {}`,
    `delete table ${table}`,
    `table ${table} {`,
    chain(
      'lab_to_target',
      'prerouting priority dstnat',
      rules.map(({ forth }) => `    ${forth}`),
    ) +
      chain(
        'lab_as_node',
        'postrouting priority srcnat',
        rules.flatMap(({ from }) => from),
      ) +
      '}',
    '',
  ].join('\n');
}

interface Rules {
  readonly forth: string;
  readonly from: readonly string[];
}

interface At {
  readonly family: Family;
  readonly address: string;
}

function rulesOf(at: At, service: NetworkService): readonly Rules[] {
  const targets = service.targets.filter(({ address }) => familyOf(address) === at.family);
  if (targets.length === 0) return [];
  const protocols =
    service.protocol === 'TCP_UDP' ? ['tcp', 'udp'] : [service.protocol.toLowerCase()];
  return protocols.map((protocol) => rulesFor({ ...at, protocol }, { ...service, targets }));
}

function rulesFor(
  { family, address, protocol }: At & { readonly protocol: string },
  { port, targets, keepsClientAddress, isSticky }: NetworkService,
): Rules {
  const flow = [
    `${family} saddr`,
    ...(isSticky ? [] : [`${protocol} sport`, `${family} daddr`, `${protocol} dport`]),
    // Of the packet that opens the connection: a client that uses a port again may come to another target.
    ...(isSticky || protocol !== 'tcp' ? [] : ['tcp sequence']),
  ].join(' . ');
  const places = targets.map((target, at) => `${at} : ${target.address} . ${target.port}`);
  const chosen = `jhash ${flow} mod ${targets.length} seed 0x1ab map { ${places.join(', ')} }`;
  const forth = `${family} daddr ${address} ${protocol} dport ${port} dnat ${family} to ${chosen}`;
  const of = `meta l4proto ${protocol} ct original ${family} daddr ${address} ct original proto-dst ${port}`;
  const from = keepsClientAddress ? [] : [`    ${of} snat ${family} to ${address}`];
  return { forth, from };
}

function familyOf(address: string): Family {
  return isIPv6(address) ? 'ip6' : 'ip';
}
