/** Brings the running kernel from the plan that stands to the next one. */
import type { LinkEnd, NodeName, Plan } from '../plan/plan.ts';
import type { Difference, NodeChange } from './difference.ts';
import type { Namespace } from './namespaces.ts';
import type { Message, Request } from './netlink/message.ts';
import { difference, nothing, wanted } from './difference.ts';
import {
  adoptNamespace,
  closeNamespace,
  createNamespace,
  homeNamespace,
  inside,
  writeSettings,
} from './namespaces.ts';
import type { VethEnd } from './netlink/rtnetlink.ts';
import {
  delLink,
  getLink,
  getRoute,
  isLocal,
  isUp,
  linkUp,
  loopback,
  newVeth,
} from './netlink/rtnetlink.ts';
import { added, removed } from './entries.ts';
import { NetlinkSocket } from './netlink/socket.ts';
import { loadRuleset } from './rulesets.ts';

/** Of every namespace: no address but those of the plan, and none that goes because another one went. */
const ownSettings = {
  'ipv6/conf/default/addr_gen_mode': '1',
  'ipv4/conf/all/promote_secondaries': '1',
  // Echo requests from datagram sockets, by the one group that there is.
  'ipv4/ping_group_range': '0 0',
  // Every refusal is told, as one that is not would be taken for silence: no type of message is limited, but one that nobody sends.
  'ipv4/icmp_ratemask': '0',
  'ipv6/icmp/ratemask': '127',
};

/** Below are what the kernel itself gives numbers to. */
const firstIndex = 100;

/** Milliseconds: a thousand times what it takes. */
const settledWithin = 5000;

interface Standing {
  readonly namespace: Namespace;
  readonly socket: NetlinkSocket;
  /** By device. */
  readonly indexes: Map<string, number>;
}

export class Kernel {
  readonly #nodes = new Map<NodeName, Standing>();
  readonly #adopted = new Map<NodeName, Namespace>();
  readonly #incarnations = new Map<NodeName, number>();
  readonly #home = new NetlinkSocket(homeNamespace());
  #stands = nothing;
  #index = firstIndex;
  #last: Promise<void> = Promise.resolve();

  /** The node's namespace is that of this process, from the next plan on. */
  adopt(node: NodeName, pid: number): void {
    const before = this.#adopted.get(node);
    if (before !== undefined) closeNamespace(before);
    this.#adopted.set(node, adoptNamespace(pid));
    this.#incarnations.set(node, (this.#incarnations.get(node) ?? 0) + 1);
  }

  /** One plan after the other. After an error nobody knows what stands: close. */
  apply(plan: Plan): Promise<void> {
    const applied = this.#last.then(() => this.#apply(plan));
    this.#last = applied.catch(() => undefined);
    return applied;
  }

  namespaceOf(node: NodeName): Namespace {
    return this.#standing(node).namespace;
  }

  /** As it was last applied. */
  rulesetOf(node: NodeName): string {
    const found = [...this.#stands.nodes.values()].find((each) => each.node.name === node);
    return found?.node.ruleset ?? '';
  }

  /** Namespaces go with what is in them, once no process and no socket holds them. */
  close(): void {
    for (const node of [...this.#nodes.keys()]) this.#drop(node);
    for (const namespace of this.#adopted.values()) closeNamespace(namespace);
    this.#adopted.clear();
    this.#home.close();
    this.#stands = nothing;
  }

  async #apply(plan: Plan): Promise<void> {
    const next = wanted(plan, (node) => this.#incarnations.get(node) ?? 0);
    const change = difference(this.#stands, next);
    this.#removeLinks(change);
    for (const node of change.nodesGone) this.#drop(node);
    for (const node of change.nodesMade) this.#make(node);
    for (const { node, settings } of change.changes)
      if (Object.keys(settings).length > 0)
        inside(this.namespaceOf(node), () => {
          writeSettings(settings);
        });
    // Rules before links, and while other processes read them the links are made here.
    const loading = change.changes.map((each) => this.#load(each));
    const linking = Promise.resolve().then(() => {
      this.#link(change);
    });
    await Promise.allSettled([...loading, linking]);
    await Promise.all([linking, ...loading]);
    await this.#settled(change);
    this.#stands = next;
  }

  #link(change: Difference): void {
    const requests = new Map<NodeName, Request[]>();
    const to = (node: NodeName, ...more: Request[]): void => {
      const own = requests.get(node) ?? [];
      own.push(...more);
      requests.set(node, own);
    };
    for (const node of change.nodesMade) to(node, linkUp(loopback, 'lo'));
    for (const { node, gone } of change.changes) to(node, ...removed(gone, this.#indexes(node)));
    this.#makeLinks(change, to);
    for (const { node, made } of change.changes) to(node, ...added(made, this.#indexes(node)));
    for (const [node, own] of requests) this.#standing(node).socket.send(own);
  }

  /** What the kernel does in the background once it has been told. */
  async #settled({ linksMade, changes }: Difference): Promise<void> {
    // The first ends went up before the second: until it has seen that they lead somewhere, they drop what they send.
    for (const [, { ends }] of linksMade) {
      const [{ node, device }] = ends;
      await this.#until(node, getLink(this.#indexes(node).get(device) ?? 0, device), isUp);
    }
    // An IPv6 address takes nothing in before it has a route of its own.
    for (const { node, made } of changes)
      for (const entry of made)
        if (entry.what === 'address' && entry.cidr.includes(':'))
          await this.#until(node, getRoute(entry.cidr.split('/')[0] ?? ''), isLocal);
  }

  async #until(
    node: NodeName,
    request: Request,
    isDone: (answer: Message) => boolean,
  ): Promise<void> {
    const { socket } = this.#standing(node);
    const end = performance.now() + settledWithin;
    for (;;) {
      const answer = socket.get(request);
      if (answer !== undefined && isDone(answer)) return;
      if (performance.now() > end) throw new Error(`${request.about} of ${node} does not come up`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async #load({ node, ruleset }: NodeChange): Promise<void> {
    if (ruleset !== undefined) await loadRuleset(node, ruleset, this.namespaceOf(node));
  }

  #standing(node: NodeName): Standing {
    const found = this.#nodes.get(node);
    if (found === undefined) throw new Error(`there is no node ${node}`);
    return found;
  }

  #make(node: NodeName): void {
    const namespace = this.#adopted.get(node) ?? createNamespace();
    this.#adopted.delete(node);
    inside(namespace, () => {
      writeSettings(ownSettings);
    });
    const socket = new NetlinkSocket(namespace);
    this.#nodes.set(node, { namespace, socket, indexes: new Map([['lo', loopback]]) });
  }

  #drop(node: NodeName): void {
    const { namespace, socket } = this.#standing(node);
    socket.close();
    closeNamespace(namespace);
    this.#nodes.delete(node);
  }

  /** With one end goes the other; those between two nodes that go need no word. */
  #removeLinks({ linksGone, nodesGone }: Difference): void {
    const gone = new Set(nodesGone);
    for (const [, { ends }] of linksGone) {
      const stays = ends.find(({ node }) => !gone.has(node));
      const index = stays && this.#indexes(stays.node).get(stays.device);
      if (stays !== undefined && index !== undefined)
        this.#standing(stays.node).socket.send([delLink(index, stays.device)]);
      for (const { node, device } of ends) this.#nodes.get(node)?.indexes.delete(device);
    }
  }

  /** All from one socket, straight into their namespaces; their second ends have to be told in these. */
  #makeLinks(
    { linksMade }: Difference,
    to: (node: NodeName, ...requests: Request[]) => void,
  ): void {
    const requests: Request[] = [];
    for (const [, { ends, mac }] of linksMade) {
      const [first, second] = ends;
      const veth = [this.#newEnd(first), this.#newEnd(second)] as const;
      requests.push(newVeth(veth, mac));
      to(second.node, linkUp(veth[1].index, second.device));
    }
    this.#home.send(requests);
  }

  #newEnd({ node, device, group = 0 }: LinkEnd): VethEnd {
    const { namespace, indexes } = this.#standing(node);
    const index = this.#index++;
    indexes.set(device, index);
    return { device, index, namespace: namespace.fd, group };
  }

  #indexes(node: NodeName): ReadonlyMap<string, number> {
    return this.#standing(node).indexes;
  }
}
