/** What a run has asked: how much arrives, which gates decide, by which hops packets go. Numbers by name, so that runs add up. */
import type { Subnet } from '../../../../lib/network/network.ts';
import type { Point, Walk } from '../../../../lib/network/question.ts';
import type { Settled } from '../../../../lib/targets/packets/settle/settle.ts';
import type { Walked } from './cases.ts';

export type Counts = Readonly<Record<string, number>>;

export const hops = [
  'local, same subnet',
  'local, other subnet',
  'internet gateway',
  'NAT gateway',
  'peering connection',
  'gateway endpoint',
  'egress-only internet gateway',
  'forwarding interface',
] as const;

export class Statistics {
  readonly counts: Record<string, number> = {};

  /** `asked`, `yes`, `no`, and what they are of. */
  count(settled: Settled, probed: Walked): void {
    for (const name of new Set(namesOf(settled, probed))) this.add(name);
  }

  add(name: string, number = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + number;
  }

  merge(other: Counts): void {
    for (const [name, number] of Object.entries(other)) this.add(name, number);
  }

  of(name: string): number {
    return this.counts[name] ?? 0;
  }

  /** Names that begin so, without it. */
  all(prefix: string): readonly (readonly [string, number])[] {
    return Object.entries(this.counts)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, number]) => [name.slice(prefix.length), number] as const)
      .sort(([, one], [, other]) => other - one);
  }

  list(): string {
    return this.all('')
      .map(([name, number]) => `${number.toString().padStart(9)}  ${name}`)
      .join('\n');
  }

  table(): string {
    const asked = this.of('asked');
    const line = ([name, number]: readonly [string, number]): string => {
      const share = ((100 * number) / asked).toFixed(1).padStart(6);
      return `${number.toString().padStart(9)} ${share} %  ${name}`;
    };
    return Object.entries(this.counts)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(line)
      .join('\n');
  }
}

function namesOf(settled: Settled, probed: Walked): readonly string[] {
  const { packet, probe, walked } = probed;
  const gates = walked.gates.some(({ outcome }) => outcome === 'depends') ? ['gate unsure'] : [];
  return [
    'asked',
    walked.arrives,
    `family IPv${packet.family}`,
    `protocol ${probe.protocol}`,
    ...hopsOf(settled, probed).map((hop) => `hop ${hop}`),
    ...(walked.arrives === 'no' ? [...gates, ...deciding(walked)] : []),
    ...(hasNatReply(walked) ? ['NAT reply'] : []),
  ];
}

function deciding({ gates }: Walk): readonly string[] {
  const last = gates.at(-1);
  return last === undefined
    ? []
    : [`gate ${last.way} ${last.kind}`, `code ${last.kind} ${last.code ?? ''}`];
}

function hasNatReply({ gates }: Walk): boolean {
  return gates.some(
    ({ way, kind, outcome }) => way === 'reply' && kind === 'NAT gateway' && outcome === 'passed',
  );
}

/** By the gates that were passed; where there was none but rules, it was local. */
function hopsOf(settled: Settled, { packet: { from, to }, walked }: Walked): readonly string[] {
  const passed = new Set(
    walked.gates.filter(({ outcome }) => outcome === 'passed').map(({ kind }) => kind),
  );
  const found = hops.filter((hop) =>
    hop === 'forwarding interface'
      ? passed.has('source/destination check')
      : passed.has(hop as (typeof walked.gates)[number]['kind']),
  );
  if (found.length > 0 || !passed.has('route')) return found;
  const [here, there] = [subnetOf(settled, from), subnetOf(settled, to)];
  if (here === undefined || there === undefined || here.vpc !== there.vpc) return [];
  return [here.id === there.id ? 'local, same subnet' : 'local, other subnet'];
}

function subnetOf({ network }: Settled, point: Point): Subnet | undefined {
  if (point.kind !== 'interface') return undefined;
  return network.subnets.get(network.interfaces.get(point.id)?.subnet ?? '');
}
