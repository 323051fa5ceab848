/** The exposure of a network as plain data, with names, lines and words: what `--json` prints. */
import type { Exposed, Exposure } from '../network/ask/exposure.ts';
import type { OpenPorts } from '../network/ask/open-ports.ts';
import type { Pair, Role, Services } from '../network/ask/roles.ts';
import { blockText, type Family } from '../network/blocks.ts';
import { nameOf } from '../network/names.ts';
import type { Network } from '../network/network.ts';
import { portsText } from '../network/sets/intervals.ts';
import type { Written, WrittenAt } from './sources.ts';

export interface OpenPortsData {
  readonly family: Family;
  readonly protocol: OpenPorts['protocol'];
  /** `22, 80-90`; of icmp `echo`. */
  readonly ports: string;
  readonly hosts: 'everywhere' | readonly string[];
  readonly except: readonly string[];
  readonly verdict: OpenPorts['verdict'];
  readonly rules: readonly (Partial<Written> & { readonly says: string })[];
  readonly seenAs: readonly string[];
}

export interface ExposedData {
  readonly end: string;
  readonly type: string;
  readonly open: readonly OpenPortsData[];
}

export interface RoleData {
  readonly ends: readonly string[];
  readonly type: string;
  readonly interfaces: number;
}

/** `tcp/22`, `udp/all`, `icmp/echo` each. */
export interface PairData {
  readonly from: number;
  readonly to: number;
  readonly family: Family;
  readonly all: readonly string[];
  readonly some: readonly string[];
  readonly isOpen: boolean;
}

export interface ExposureData {
  readonly inbound: readonly ExposedData[];
  readonly outbound: readonly ExposedData[];
  readonly roles: readonly RoleData[];
  readonly pairs: readonly PairData[] | null;
  readonly unknown: readonly { readonly why: string; readonly ends: readonly string[] }[];
}

/** Does all that is open hang on what the template does not say? */
export function isPerhaps(open: readonly Pick<OpenPortsData, 'verdict'>[]): boolean {
  return open.every(({ verdict }) => verdict === 'depends');
}

export function exposureData(
  network: Network,
  exposure: Exposure,
  writtenAt: WrittenAt,
): ExposureData {
  const name = (id: string): string => nameOf(network, id);
  const exposed = (each: Exposed): ExposedData => ({
    end: name(each.end),
    type: each.type,
    open: each.open.map((ports) => openPortsData(network, ports, writtenAt)),
  });
  return {
    inbound: exposure.inbound.map(exposed),
    outbound: exposure.outbound.map(exposed),
    roles: exposure.roles.map((role) => roleData(network, role)),
    pairs: exposure.pairs?.map(pairData) ?? null,
    unknown: exposure.unknown.map(({ why, ends }) => ({ why, ends: ends.map(name) })),
  };
}

function openPortsData(network: Network, open: OpenPorts, writtenAt: WrittenAt): OpenPortsData {
  const { family, protocol, ports, hosts, except, verdict, rules, seenAs } = open;
  return {
    ...{ family, protocol, verdict },
    ports: protocol === 'icmp' ? 'echo' : portsWord(ports),
    hosts: hosts === 'everywhere' ? hosts : hosts.map(blockText),
    except: except.map(blockText),
    rules: rules.map(({ id, says }) => ({ says, ...writtenAt(id) })),
    seenAs: seenAs.map((id) => nameOf(network, id)),
  };
}

/** `tcp/443`, `icmp/echo` */
export function openWords({ protocol, ports }: Pick<OpenPorts, 'protocol' | 'ports'>): string {
  return `${protocol}/${protocol === 'icmp' ? 'echo' : portsWord(ports)}`;
}

function portsWord(ports: OpenPorts['ports']): string {
  const text = portsText(ports);
  return text === '0-65535' ? 'all' : text;
}

function roleData(network: Network, { ends, type, interfaces }: Role): RoleData {
  return { ends: ends.map((id) => nameOf(network, id)), type, interfaces };
}

function pairData({ from, to, family, all, some, isOpen }: Pair): PairData {
  return { from, to, family, all: servicesText(all), some: servicesText(some), isOpen };
}

export function servicesText({ tcp, udp, icmp }: Services): readonly string[] {
  return [
    ...(tcp.length > 0 ? [`tcp/${portsWord(tcp)}`] : []),
    ...(udp.length > 0 ? [`udp/${portsWord(udp)}`] : []),
    ...(icmp ? ['icmp/echo'] : []),
  ];
}
