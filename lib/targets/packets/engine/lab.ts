/** A lab as it lives in the kernel: network, instances, load balancers and groups, brought up together and changed in place. */
import type { Disturbance } from '../../../capabilities.ts';
import { parseBlock } from '../../../network/blocks.ts';
import { Kernel } from '../kernel/kernel.ts';
import { connectionTables } from '../kernel/namespaces.ts';
import { KernelWire } from '../kernel/wire.ts';
import type { GroupLoop } from '../group/loop.ts';
import { Hypervisor } from '../machine/hypervisor.ts';
import { outsideHosts } from '../../../outside.ts';
import { Balancers } from './balancers.ts';
import { scaledClock } from './clock.ts';
import { Disturbances, type Repair } from './disturbances.ts';
import { Groups } from './groups.ts';
import { Hosts } from './hosts.ts';
import { namesOf } from './lookups.ts';
import { listenersIn } from './peers.ts';
import { Places } from './places.ts';
import { Plane, type Edit } from './plane.ts';
import { Reaching } from './reach.ts';
import type { EngineRequest } from './request.ts';
import { Requests } from './requests.ts';
import { Served } from './served.ts';
import { Tries } from './tries.ts';

/** Milliseconds until a lab is whole again after a repair, at the latest. */
const wholeWithin = 60_000;
const secureShell = 22;

export class Lab {
  readonly requests: Requests;
  readonly reaching: Reaching;
  readonly plane: Plane;
  readonly hosts: Hosts;
  readonly balancers: Balancers;
  readonly groups: Groups;
  readonly wire: KernelWire;
  readonly events: string[] = [];
  private readonly kernel = new Kernel();
  private readonly served: Served;
  private readonly disturbances: Disturbances;
  private readonly request: EngineRequest;

  private constructor(request: EngineRequest, hypervisor: Hypervisor) {
    this.request = request;
    const { kernel } = this;
    this.wire = new KernelWire((node) => kernel.namespaceOf(node));
    this.plane = new Plane(kernel, request.network, request.outside);
    this.hosts = new Hosts(hypervisor, request.fleet, (node, pid) => {
      kernel.adopt(node, pid);
    });
    const { wire, plane, hosts } = this;
    const clock = scaledClock(request.scale);
    this.balancers = new Balancers(request.fleet, { wire, plane, scale: request.scale });
    this.groups = new Groups({
      ...{ plane, hosts, balancers: this.balancers, clock },
      change: (members) => this.change({ members }),
      tell: ({ sentence }) => this.events.push(`${new Date().toISOString()} ${sentence}`),
    });
    const places = new Places(plane, hosts, { hosts: request.outside, blocks: blocksOf(request) });
    this.requests = new Requests({ wire, plane, places, balancers: this.balancers });
    const tries = new Tries(kernel, () => this.ruledNodes());
    this.reaching = new Reaching({ plane, places, tries });
    const lookup = namesOf(plane, this.balancers);
    this.served = new Served({ wire, plane, hosts, lookup, objects: request.objects });
    this.disturbances = new Disturbances({
      ...{ plane, hosts, groups: this.groups },
      change: (edit) => this.change(edit),
    });
  }

  static async open(request: EngineRequest): Promise<Lab> {
    return new Lab(request, await Hypervisor.open());
  }

  /** The network first, then everybody boots in it. Resolves when the links are there. */
  async raise(): Promise<void> {
    const { network, fleet } = this.request;
    const members = this.groups.nobodyYet(fleet, network.interfaces.values());
    await this.change({ members });
    this.groups.begin(fleet);
  }

  /** Everybody has booted or failed to, every group has what it wants, and load balancers have found the well ones so. */
  async whole(): Promise<void> {
    await soon(wholeWithin, async () => {
      await Promise.all(this.hosts.all.map(({ machine }) => machine.settled));
      return this.isWhole();
    });
    await soon(this.balancers.recovery, () => Promise.resolve(this.balancers.areTargetsWell));
  }

  /** Breaks it. What comes back repairs it, and waits until it is whole. */
  async disturb(disturbance: Disturbance): Promise<Repair> {
    const repair = await this.disturbances.begin(disturbance);
    return async () => {
      await repair();
      await this.whole();
    };
  }

  close(): void {
    this.groups.stop();
    this.balancers.close();
    this.served.close();
    this.kernel.close();
  }

  private async change(edit: Edit): Promise<void> {
    await this.plane.change(edit, (next) => this.hosts.prepare(next));
    await this.served.arrange();
    await this.balancers.arrange();
    for (const { machine } of this.hosts.go())
      void Promise.race([machine.settled, machine.ended]).then(() => {
        this.groups.wake();
      });
  }

  private isWhole(): boolean {
    const isReady = this.hosts.all.every((host) =>
      this.hosts.isReady(host, (node) => this.listens(node)),
    );
    return isReady && this.groups.all.every(({ loop }) => isSatisfied(loop));
  }

  /** Somebody does, beside the secure shell that every machine has. */
  private listens(node: string): boolean {
    const tables = connectionTables(this.kernel.namespaceOf(node));
    return tables.flatMap(listenersIn).some((port) => port !== secureShell);
  }

  private ruledNodes(): readonly string[] {
    return this.plane.stands.plan.nodes
      .filter(({ ruleset }) => ruleset !== '')
      .map(({ name }) => name);
  }
}

/** Asks until it is so, or that many milliseconds have passed. */
async function soon(within: number, isSo: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + within;
  while (!(await isSo()) && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Nobody is waited for who is not to come. */
function isSatisfied({ members, desired, isLaunching }: GroupLoop): boolean {
  const serving = members.filter(({ state }) => state === 'InService').length;
  return (serving >= desired || !isLaunching) && members.length === serving;
}

function blocksOf({ parameters }: EngineRequest) {
  return Object.fromEntries(
    Object.entries(outsideHosts(parameters)).map(([name, addresses]) => [
      name,
      addresses.flatMap((each) => parseBlock(each) ?? []),
    ]),
  );
}
