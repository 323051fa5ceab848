/** What may be broken for a while in a lab that runs, and how each is repaired. */
import { spawn } from 'node:child_process';
import type { Disturbance, Place } from '../../../capabilities.ts';
import { Unavailable } from '../../../errors.ts';
import type { Process } from '../group/world.ts';
import { idsCalled } from '../../../network/ask/places.ts';
import { withoutResource, withoutZone, zonesOf } from '../../../network/view.ts';
import type { Groups } from './groups.ts';
import type { Host, Hosts } from './hosts.ts';
import type { Edit, Plane, View } from './plane.ts';
import { zoneName } from './region.ts';

export interface DisturbanceParts {
  readonly plane: Plane;
  readonly hosts: Hosts;
  readonly groups: Groups;
  /** Applies it with everything that follows from it. */
  readonly change: (edit: Edit) => Promise<void>;
}

/** Makes it whole again. */
export type Repair = () => Promise<void>;

type OnHost = Extract<
  Disturbance,
  { readonly of: Place; readonly kind: 'stop' | 'restart' | 'terminate' | 'replace' }
>;

export class Disturbances {
  private readonly parts: DisturbanceParts;
  private replaced = 0;

  constructor(parts: DisturbanceParts) {
    this.parts = parts;
  }

  /** @throws Unavailable for what cannot be done here */
  begin(disturbance: Disturbance): Promise<Repair> {
    switch (disturbance.kind) {
      case 'lose-zone':
        return this.loseZone(disturbance.zone);
      case 'suspend':
        return this.suspend(disturbance.of, disturbance.process);
      case 'answer':
        return this.answer(disturbance);
      default:
        return disturbance.process === undefined
          ? this.onWhole(disturbance)
          : this.onProcess(disturbance, disturbance.process);
    }
  }

  private async loseZone(number: number): Promise<Repair> {
    const { plane, change, groups } = this.parts;
    const written = zonesOf(plane.base)[number - 1];
    if (written === undefined) throw new Unavailable(`there is no zone ${number} in the template`);
    const zone = zoneName(written);
    const view: View = (network) => withoutZone(network, written);
    plane.lostZones.add(zone);
    await change({ gains: view });
    groups.wake();
    return async () => {
      plane.lostZones.delete(zone);
      await change({ loses: view });
      groups.wake();
    };
  }

  private suspend(of: Place, process: string): Promise<Repair> {
    const loop = this.groupAt(of);
    if (loop === undefined) throw new Unavailable(`${of} is no auto scaling group`);
    loop.suspend(process as Process);
    return Promise.resolve(() => {
      loop.resume(process as Process);
      return Promise.resolve();
    });
  }

  private groupAt(of: Place) {
    const { plane, groups } = this.parts;
    return idsCalled(plane.base, of)
      .map((id) => groups.loop(id))
      .find((each) => each !== undefined);
  }

  /** The web app of the labs answers its health path as it is told. */
  private async answer({
    of,
    path,
    status,
  }: Extract<Disturbance, { kind: 'answer' }>): Promise<Repair> {
    if (path !== '/health')
      throw new Unavailable(`no app of the labs can be told what to answer on ${path}`);
    const tell = async (code: number): Promise<void> => {
      await Promise.all(this.hostsAt(of).map((host) => this.tellHealth(host, code)));
    };
    await tell(status);
    return () => tell(200);
  }

  private async tellHealth({ machine }: Host, code: number): Promise<void> {
    const asks = `/admin/health?status=${code}`;
    const script = `for p in 8080 80; do curl -s -m 2 -X POST http://127.0.0.1:$p${asks} && exit; done`;
    await ran(machine.entering(['/bin/sh', '-c', script]));
  }

  private hostsAt(of: Place): readonly Host[] {
    const { plane, hosts } = this.parts;
    const one = hosts.find(of);
    if (one !== undefined) return [one];
    const ids = idsCalled(plane.base, of);
    return hosts.all.filter(({ owner, isOver }) => ids.includes(owner) && !isOver);
  }

  private async onProcess({ kind, of }: OnHost, process: string): Promise<Repair> {
    const hosts = this.hostsAt(of);
    if (hosts.length === 0) throw new Unavailable(`there is no host at ${of} now`);
    const all = (verb: string): Promise<unknown> =>
      Promise.all(hosts.map(({ machine }) => ran(machine.entering(['systemctl', verb, process]))));
    if (kind === 'restart') {
      await all('restart');
      return () => Promise.resolve();
    }
    await all('stop');
    return async () => {
      await all('start');
    };
  }

  private async onWhole(asked: OnHost): Promise<Repair> {
    const { kind, of } = asked;
    const group =
      this.groupAt(of) ?? this.parts.groups.holding(this.parts.hosts.find(of)?.id ?? '');
    if (group !== undefined) return this.inGroup(asked);
    if (kind === 'restart') return this.restart(of);
    if (kind === 'replace') return this.replace(of);
    return this.lose(of);
  }

  /** They leave through their group, which brings others. */
  private async inGroup({ kind, of }: OnHost): Promise<Repair> {
    const { hosts, groups } = this.parts;
    const gone = this.hostsAt(of);
    if (kind === 'stop') await Promise.all(gone.map((host) => hosts.stop(host)));
    else if (kind === 'restart') await this.restart(of);
    else for (const { id } of gone) groups.holding(id)?.terminateInstance(id);
    groups.wake();
    return () => Promise.resolve();
  }

  private async restart(of: Place): Promise<Repair> {
    const { hosts, change } = this.parts;
    await Promise.all(this.hostsAt(of).map((host) => hosts.end(host)));
    await change({});
    return () => Promise.resolve();
  }

  /** Another instance in its place, with another address, and for good. */
  private async replace(of: Place): Promise<Repair> {
    const { change } = this.parts;
    const gone = this.hostsAt(of);
    if (gone.length === 0) throw new Unavailable(`there is no host at ${of} now`);
    this.replaced += 1;
    const faces = gone.flatMap((host) => host.faces.map(({ id }) => id.replace(/~\d+$/, '')));
    await change({ members: new Map(faces.map((id) => [id, [`${id}~${this.replaced}`]])) });
    return () => Promise.resolve();
  }

  /** An instance with its interfaces, a gateway, an entry of a network ACL, a rule: as if it were not there. */
  private async lose(of: Place): Promise<Repair> {
    const { plane, change } = this.parts;
    const [id, ...more] = idsCalled(plane.base, of);
    if (id === undefined || more.length > 0)
      throw new Unavailable(`'${of}' names nothing, or more than one thing`);
    const view: View = (network) => withoutResource(network, id);
    await change({ gains: view });
    return () => change({ loses: view });
  }
}

function ran([command = '', ...words]: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
