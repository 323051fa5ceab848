/** The load balancers of a lab, live: their nodes stand where the network has them, their targets come and go. */
import { addressText } from '../../../network/blocks.ts';
import type { Balancer, Fleet, Id, TargetGroup } from '../../../fleet/fleet.ts';
import { ApplicationBalancer } from '../balance/application.ts';
import { networkRuleset, type NetworkService } from '../balance/network.ts';
import {
  RunningGroup,
  type BalancerNode,
  type Target,
  type TargetHealth,
} from '../balance/targets.ts';
import type { Interface, Network } from '../../../network/network.ts';
import { hostNode } from '../compile/scene.ts';
import type { NodeName } from '../plan/plan.ts';
import type { Wire } from '../plan/wire.ts';
import type { Settled } from '../settle/settle.ts';
import type { Plane } from './plane.ts';
import { zoneName } from './region.ts';

export interface BalancersParts {
  readonly wire: Wire;
  readonly plane: Plane;
  readonly scale: number;
}

/** A check may find them healthy yet. */
const onTrial: ReadonlySet<string> = new Set(['initial', 'unhealthy']);

export class Balancers {
  private readonly parts: BalancersParts;
  private readonly groups = new Map<Id, RunningGroup>();
  private readonly applications = new Map<Id, ApplicationBalancer>();
  private readonly fleet: Fleet;
  private turns = 0;

  constructor(fleet: Fleet, parts: BalancersParts) {
    this.fleet = fleet;
    this.parts = parts;
    const { wire, scale } = parts;
    for (const settings of fleet.targetGroups.values())
      this.groups.set(settings.id, new RunningGroup(settings, { wire, scale }));
    for (const balancer of fleet.balancers.values())
      if (balancer.kind === 'network')
        for (const group of this.groupsOf(balancer.id))
          group.onChange(() => void this.tellKernel(balancer));
  }

  get all(): readonly Balancer[] {
    return [...this.fleet.balancers.values()];
  }

  group(id: Id): RunningGroup | undefined {
    return this.groups.get(id);
  }

  /** By target group. */
  healths(): ReadonlyMap<Id, readonly TargetHealth[]> {
    return new Map([...this.groups].map(([id, group]) => [id, group.healths()]));
  }

  /** Every target that a load balancer looks at. */
  get areTargetsWell(): boolean {
    return [...this.groups.values()].every((group) =>
      group.healths().every(({ health }) => !onTrial.has(health.state)),
    );
  }

  /** Milliseconds after which a target that works is found healthy, however often it failed before. */
  get recovery(): number {
    const seconds = [...this.groups.values()].map(
      ({ settings: { healthCheck: check } }) =>
        check.intervalSeconds * check.healthyThreshold + check.timeoutSeconds,
    );
    return Math.max(0, ...seconds) * 1000 * this.parts.scale;
  }

  /** The network has changed: nodes stand where it has them, targets are those that it has. */
  async arrange(): Promise<void> {
    for (const balancer of this.fleet.balancers.values())
      if (balancer.kind === 'network') this.serveNetwork(balancer);
      else if (balancer.kind !== 'gateway') await this.arrangeOne(balancer);
    this.registerStatic();
  }

  /**
   * The addresses that its name has now, turning: of nodes that have somebody to send to, else of all.
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
   */
  addressesOf(id: Id, isPublic: boolean): readonly string[] {
    const { settled } = this.parts.plane.stands;
    const faces = (settled.network.ends.get(id)?.interfaces ?? []).flatMap(
      (each) => settled.network.interfaces.get(each) ?? [],
    );
    const standing = faces.flatMap((face) => {
      const value = isPublic ? settled.public4.get(face.id) : face.address4;
      return value === undefined
        ? []
        : { node: hostNode(settled.network, face), address: addressText({ family: 4, value }) };
    });
    const able = standing.filter(({ node }) => this.sendsFrom(id, node));
    const all = (able.length > 0 ? able : standing).map(({ address }) => address);
    const turn = all.length === 0 ? 0 : this.turns++ % all.length;
    return [...all.slice(turn), ...all.slice(0, turn)];
  }

  close(): void {
    for (const application of this.applications.values()) application.close();
    for (const group of this.groups.values()) group.close();
  }

  private sendsFrom(id: Id, node: NodeName): boolean {
    return this.groupsOf(id).some((group) =>
      group.healths(node).some(({ health }) => health.state === 'healthy'),
    );
  }

  /** Those that a listener of it forwards to, each once. */
  private groupsOf(id: Id): readonly RunningGroup[] {
    const rules = (this.fleet.balancers.get(id)?.listeners ?? []).flatMap((each) => each.rules);
    const ids = rules.flatMap(({ action }) =>
      action.kind === 'forward' ? action.groups.map(({ group }) => group) : [],
    );
    return [...new Set(ids)].flatMap((each) => this.groups.get(each) ?? []);
  }

  private async arrangeOne(balancer: Balancer): Promise<void> {
    const { wire, scale, plane } = this.parts;
    const nodes = nodesOf(plane.stands.settled, balancer.id);
    const known = this.applications.get(balancer.id);
    if (known !== undefined) {
      await known.stand(nodes);
      return;
    }
    const groups = new Map(
      this.groupsOf(balancer.id).map((group) => [group.settings.id, group] as const),
    );
    const application = new ApplicationBalancer(balancer, { wire, scale, nodes, groups });
    this.applications.set(balancer.id, application);
    await application.start();
  }

  private serveNetwork({ id, isCrossZone }: Balancer): void {
    const nodes = nodesOf(this.parts.plane.stands.settled, id);
    for (const group of this.groupsOf(id)) group.serve({ nodes, isCrossZone });
  }

  /** Nodes of a Network Load Balancer are rules of the kernel. */
  private async tellKernel(balancer: Balancer): Promise<void> {
    const rules = new Map(
      nodesOf(this.parts.plane.stands.settled, balancer.id).map((node) => [
        node.name,
        networkRuleset({ addresses: [node.address] }, this.services(balancer, node)),
      ]),
    );
    await this.parts.plane.change({ rules });
  }

  private services({ listeners }: Balancer, { name }: BalancerNode): readonly NetworkService[] {
    return listeners.flatMap(({ protocol, port, rules }) => {
      if (protocol !== 'TCP' && protocol !== 'UDP' && protocol !== 'TCP_UDP') return [];
      return rules.flatMap(({ action }) => {
        const group =
          action.kind === 'forward' ? this.groups.get(action.groups[0]?.group ?? '') : undefined;
        if (group === undefined) return [];
        return {
          ...{ protocol, port, targets: group.open(name) },
          keepsClientAddress: group.settings.keepsClientAddress,
          isSticky: group.settings.stickiness !== undefined,
        };
      });
    });
  }

  /** Targets that the template itself registers. */
  private registerStatic(): void {
    for (const settings of this.fleet.targetGroups.values())
      for (const { end, port } of settings.targets)
        if (typeof end === 'string' && !this.fleet.groups.has(end))
          this.registerEnd(settings, end, port);
  }

  private registerEnd(settings: TargetGroup, end: Id, port = settings.port): void {
    const { settled } = this.parts.plane.stands;
    const target = targetAt(settled, end, port);
    if (target === undefined) void this.groups.get(settings.id)?.deregister(end);
    else this.groups.get(settings.id)?.register(target);
  }
}

/** A target by the first interface of an end, or an interface. */
export function targetAt(
  { network }: Settled,
  id: Id,
  port: number | undefined,
): Target | undefined {
  const [first = id] = network.ends.get(id)?.interfaces ?? [];
  const face = network.interfaces.get(first);
  if (face?.address4 === undefined || port === undefined) return undefined;
  const address = addressText({ family: 4, value: face.address4 });
  return { id, port, address, zone: zoneOf(network, face) };
}

function zoneOf({ subnets }: Network, { subnet }: Interface): string | undefined {
  const zone = subnets.get(subnet)?.zone;
  return typeof zone === 'string' ? zoneName(zone) : undefined;
}

function nodesOf({ network }: Settled, id: Id): readonly BalancerNode[] {
  return (network.ends.get(id)?.interfaces ?? []).flatMap((each) => {
    const face = network.interfaces.get(each);
    if (face?.address4 === undefined) return [];
    return {
      name: hostNode(network, face),
      zone: zoneOf(network, face) ?? '',
      address: addressText({ family: 4, value: face.address4 }),
    };
  });
}
