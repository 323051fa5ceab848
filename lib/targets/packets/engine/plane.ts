/** The network of a lab as it stands in the kernel: what the template says, less what is lost at the moment, with who is there. */
import { compile, type Compiled } from '../compile/compile.ts';
import type { OutsideHost } from '../compile/scene.ts';
import type { Id, Network } from '../../../network/network.ts';
import { Settler, type Settled } from '../settle/settle.ts';
import type { NodeName, Plan } from '../plan/plan.ts';

/** Where plans go: the kernel, or a test. */
export interface Applies {
  apply(plan: Plan): Promise<void>;
}

/** The network while something is so: without a zone, with a guest. */
export type View = (network: Network) => Network;

export interface Stands extends Compiled {
  readonly settled: Settled;
}

export class Plane {
  private readonly kernel: Applies;
  private readonly settler = new Settler();
  private readonly views = new Set<View>();
  private readonly outside: readonly OutsideHost[];
  private readonly written: Network;
  /** Zones that are gone for a while. */
  readonly lostZones = new Set<string>();
  private readonly members = new Map<Id, readonly Id[]>();
  private readonly rules = new Map<NodeName, string>();
  private last: Promise<unknown> = Promise.resolve();
  private standing: Stands | undefined;

  constructor(kernel: Applies, base: Network, outside: readonly OutsideHost[]) {
    this.kernel = kernel;
    this.written = base;
    this.outside = outside;
  }

  /** As the template has it. */
  get base(): Network {
    return this.written;
  }

  /** As it was applied last. */
  get stands(): Stands {
    if (this.standing === undefined) throw new Error('no network stands yet');
    return this.standing;
  }

  /** What it would be now, before it is applied. */
  next(): Stands {
    let network = this.written;
    for (const view of this.views) network = view(network);
    const settled = this.settler.settle(network, this.members);
    const { plan, gates } = compile(settled, { outside: this.outside });
    const nodes = plan.nodes.map((node) => {
      const more = this.rules.get(node.name);
      return more === undefined ? node : { ...node, ruleset: `${node.ruleset}${more}` };
    });
    return { settled, gates, plan: { ...plan, nodes } };
  }

  /**
   * Changes what is said of the network, then the kernel. One change after the other.
   * @param before is done once the next network is known, and before the kernel has it
   */
  change(edit: Edit, before?: (next: Stands) => Promise<void>): Promise<Stands> {
    const changed = this.last.then(async () => {
      this.edit(edit);
      const next = this.next();
      await before?.(next);
      await this.kernel.apply(next.plan);
      this.standing = next;
      return next;
    });
    this.last = changed.catch(() => undefined);
    return changed;
  }

  private edit(edit: Edit): void {
    for (const [id, some] of edit.members ?? []) this.members.set(id, some);
    for (const [node, text] of edit.rules ?? []) this.rules.set(node, text);
    if (edit.gains !== undefined) this.views.add(edit.gains);
    if (edit.loses !== undefined) this.views.delete(edit.loses);
  }
}

export interface Edit {
  /** Who stands for an interface of a group. */
  readonly members?: ReadonlyMap<Id, readonly Id[]>;
  readonly gains?: View;
  readonly loses?: View;
  /** What a namespace does besides: a node of a Network Load Balancer. */
  readonly rules?: ReadonlyMap<NodeName, string>;
}
