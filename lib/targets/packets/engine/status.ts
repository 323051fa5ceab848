/** A lab on packets as a person asks after it. */
import type { Boot } from '../machine/machine.ts';
import type { HostStatus } from './hosts.ts';
import type { Lab } from './lab.ts';
import { nameOf } from '../../../network/names.ts';
import { addressText } from '../../../network/blocks.ts';
import { balancerName } from './region.ts';

export interface LabStatus {
  readonly hosts: readonly (HostStatus & { readonly name: string; readonly pid: number })[];
  readonly balancers: readonly {
    readonly id: string;
    readonly name: string;
    readonly dnsName: string;
    readonly unplayed: readonly string[];
  }[];
  readonly targets: readonly {
    readonly group: string;
    readonly target: string;
    readonly state: string;
    readonly reason: string | undefined;
  }[];
  readonly groups: readonly {
    readonly name: string;
    readonly desired: number;
    readonly inService: number;
  }[];
  readonly publicAddresses: Readonly<Record<string, string>>;
  readonly leftOut: readonly string[];
  readonly events: readonly string[];
}

export function statusOf(lab: Lab): LabStatus {
  const { settled } = lab.plane.stands;
  const { network } = settled;
  const running = lab.hosts.all;
  return {
    hosts: lab.hosts.status(settled).map((each, index) => ({
      ...each,
      name: nameOf(network, running[index]?.owner ?? each.place),
      pid: running[index]?.machine.pid ?? 0,
    })),
    balancers: lab.balancers.all.map(({ id }) => ({
      id,
      ...{ name: nameOf(network, id), dnsName: balancerName(id), unplayed: [] },
    })),
    targets: [...lab.balancers.healths()].flatMap(([group, all]) =>
      all.map(({ target, health }) => ({
        group: nameOf(network, group),
        target: lab.hosts.find(target.id)?.instanceId ?? target.id,
        state: health.state,
        reason: health.reason,
      })),
    ),
    groups: lab.groups.all.map(({ id, loop }) => ({
      name: nameOf(network, id),
      desired: loop.desired,
      inService: loop.members.filter(({ state }) => state === 'InService').length,
    })),
    publicAddresses: Object.fromEntries(
      [...settled.public4].map(([id, value]) => [
        nameOf(network, network.interfaces.get(id)?.owner ?? id),
        addressText({ family: 4, value }),
      ]),
    ),
    leftOut: settled.leftOut.map(({ says }) => says),
    events: lab.events.slice(-200),
  };
}

/** `failed at line 12: dnf install -y nodejs22 (code 1)` */
export function bootInWords(boot: Boot): string {
  if (boot.state === 'booted') return `booted in ${boot.seconds.toFixed(1)} s`;
  if (boot.state !== 'failed') return boot.state;
  const where = boot.line === undefined ? '' : ` at line ${boot.line}`;
  const code = boot.code === undefined ? '' : ` (code ${boot.code})`;
  return `boot failed${where}: ${boot.text.trim()}${code}${boot.why === undefined ? '' : `: ${boot.why}`}`;
}
