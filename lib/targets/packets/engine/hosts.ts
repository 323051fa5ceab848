/** The instances of a lab as processes: which are to run, which run, how they boot. */
import { createHash } from 'node:crypto';
import { addressText } from '../../../network/blocks.ts';
import type { Fleet, Launch } from '../../../fleet/fleet.ts';
import type { Id, Interface } from '../../../network/network.ts';
import { hostNode } from '../compile/scene.ts';
import type { Hypervisor } from '../machine/hypervisor.ts';
import type { Boot, Machine } from '../machine/machine.ts';
import type { NodeName } from '../plan/plan.ts';
import type { Settled } from '../settle/settle.ts';
import { instanceId, privateName, region } from './region.ts';
import type { Stands } from './plane.ts';
import { filled } from './values.ts';

/** An instance that runs, or did. */
export interface Host {
  readonly node: NodeName;
  /** `Stack/Web`, or of an auto scaling group's `Stack/Fleet@Stack/PrivateA~1`. */
  readonly id: Id;
  readonly owner: Id;
  readonly instanceId: string;
  readonly launch: Launch;
  readonly faces: readonly Interface[];
  readonly machine: Machine;
  /** What of its user data only a deployment on AWS would know. */
  readonly open: readonly string[];
  readonly launched: Date;
  /** By the clock of this process; infinite before. */
  bootedAt: number;
  isOver: boolean;
}

/** How a person sees one. */
export interface HostStatus {
  readonly place: Id;
  readonly instanceId: string;
  readonly address: string | undefined;
  readonly publicAddress: string | undefined;
  readonly boot: Boot;
  readonly isOver: boolean;
  readonly services: readonly { readonly name: string; readonly state: string }[];
  readonly notes: readonly string[];
}

/** Seconds until dnf and aws give up, on this target: a boot without a way out shall fail while somebody waits. */
const patience = 3;
/** Every machine has it from the start. */
const secureShell = 'sshd';
/** A service that listens does so by then; another one never will. */
const startMilliseconds = 1500;

export class Hosts {
  private readonly hypervisor: Hypervisor;
  private readonly adopt: (node: NodeName, pid: number) => void;
  private readonly fleet: Fleet;
  private readonly running = new Map<NodeName, Host & { readonly made: string }>();
  private readonly waiting = new Set<Host>();

  constructor(hypervisor: Hypervisor, fleet: Fleet, adopt: (node: NodeName, pid: number) => void) {
    this.hypervisor = hypervisor;
    this.fleet = fleet;
    this.adopt = adopt;
  }

  get all(): readonly Host[] {
    return [...this.running.values()];
  }

  /** By instance id, or the resource's own. */
  find(id: string): Host | undefined {
    return this.all.find((each) => each.instanceId === id || each.id === id);
  }

  /** Before the kernel has the next network: who is gone ends, who is new gets its namespaces. */
  async prepare({ settled }: Stands): Promise<void> {
    const wanted = wantedIn(settled, this.fleet);
    const isSame = (node: NodeName, made: string): boolean => wanted.get(node)?.made === made;
    const over = [...this.running.values()].filter(({ node, made }) => !isSame(node, made));
    await Promise.all(over.map((each) => this.end(each)));
    const made = [...wanted].filter(([node]) => !this.running.has(node));
    await Promise.all(made.map(([node, each]) => this.start(settled, node, each)));
  }

  /** Their links are there: the new ones boot. */
  go(): readonly Host[] {
    const begun = [...this.waiting];
    this.waiting.clear();
    for (const { machine } of begun) machine.go();
    return begun;
  }

  /** The next network starts it anew, if it still has it. */
  async end(host: Host): Promise<void> {
    this.running.delete(host.node);
    if (!host.isOver) await host.machine.end();
    host.isOver = true;
  }

  /** Its processes are gone, the instance is not. */
  async stop(host: Host): Promise<void> {
    if (!host.isOver) await host.machine.end();
    host.isOver = true;
  }

  /** Its boot is over, and what it started listens, as far as it is to. */
  isReady(
    { machine, isOver, node, bootedAt }: Host,
    listens: (node: NodeName) => boolean,
  ): boolean {
    if (isOver || machine.boot.state === 'failed') return true;
    if (machine.boot.state !== 'booted') return false;
    const isServing = [...machine.services.values()].some(
      ({ name, state }) => state === 'active' && !name.startsWith(secureShell),
    );
    return !isServing || listens(node) || performance.now() - bootedAt > startMilliseconds;
  }

  status({ public4 }: Settled): readonly HostStatus[] {
    return this.all.map(({ id, instanceId: instance, faces: [face], machine, open, isOver }) => ({
      place: id,
      instanceId: instance,
      address: addressOf(face?.address4),
      publicAddress: addressOf(face && public4.get(face.id)),
      boot: machine.boot,
      isOver,
      services: [...machine.services.values()].map(({ name, state }) => ({ name, state })),
      notes: [
        ...machine.notes,
        ...open.map((each) => `${each} in its user data is not known here`),
      ],
    }));
  }

  private async start(
    settled: Settled,
    node: NodeName,
    { launch, faces, id, owner, made }: Wanted,
  ): Promise<void> {
    const [face] = faces;
    const address =
      face?.address4 === undefined ? undefined : ({ family: 4, value: face.address4 } as const);
    const instance = instanceId(id);
    const script = scriptOf(settled, owner, launch);
    const machine = await this.hypervisor.start({
      id: instance,
      hostname: address === undefined ? instance : privateName(address),
      ...(address === undefined ? {} : { address: addressText(address) }),
      userData: script.text,
      resolver: '169.254.169.253',
      outside: {
        region,
        mirror: `http://al2023-repos-${region}-de612dc2.s3.dualstack.${region}.amazonaws.com:443`,
        s3: `http://s3.${region}.amazonaws.com:443`,
        timeoutSeconds: patience,
      },
    });
    this.adopt(node, machine.pid);
    const host = {
      node,
      id,
      owner,
      instanceId: instance,
      launch,
      faces,
      machine,
      made,
      open: script.open,
      launched: new Date(),
      bootedAt: Infinity,
      isOver: false,
    };
    void machine.ended.then(() => (host.isOver = true));
    void machine.settled.then(() => (host.bootedAt = performance.now()));
    this.running.set(node, host);
    this.waiting.add(host);
  }
}

interface Wanted extends Pick<Host, 'id' | 'owner' | 'launch' | 'faces'> {
  /** Changes where another instance has to take its place. */
  readonly made: string;
}

function wantedIn({ network }: Settled, fleet: Fleet): ReadonlyMap<NodeName, Wanted> {
  const hosts = new Map<NodeName, Interface[]>();
  for (const face of network.interfaces.values()) {
    const node = hostNode(network, face);
    hosts.set(node, [...(hosts.get(node) ?? []), face]);
  }
  return new Map(
    [...hosts].flatMap(([node, faces]) => {
      const [first] = faces;
      const launch = first && launchOf(fleet, first.owner);
      if (launch === undefined || first === undefined) return [];
      const id = node.replace(/^host /, '');
      const made = madeOf(launch, faces);
      return [[node, { id, owner: first.owner, launch, faces, made }] as const];
    }),
  );
}

function launchOf({ instances, groups }: Fleet, owner: Id): Launch | undefined {
  return instances.get(owner)?.launch ?? groups.get(owner)?.launch;
}

/** What of an instance cannot change without another one. */
function madeOf(launch: Launch, faces: readonly Interface[]): string {
  const cards = faces.map(({ id, subnet, address4, address6 }) => [
    id,
    subnet,
    String(address4),
    String(address6),
  ]);
  return createHash('sha1')
    .update(JSON.stringify([launch, cards]))
    .digest('hex');
}

function scriptOf(
  settled: Settled,
  owner: Id,
  { userData }: Launch,
): { readonly text: string | undefined; readonly open: readonly string[] } {
  if (userData === undefined) return { text: undefined, open: [] };
  if ('unknown' in userData) return { text: undefined, open: [userData.unknown] };
  return filled(settled, owner.split('/')[0] ?? '', userData);
}

function addressOf(value: bigint | undefined): string | undefined {
  return value === undefined ? undefined : addressText({ family: 4, value });
}
