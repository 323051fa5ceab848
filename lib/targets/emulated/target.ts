/** A live target out of an API emulator: a lab deployed on it, called through it, removed from it. */
import { isDeepStrictEqual } from 'node:util';
import type { Capability } from '../../capabilities.ts';
import { KitError } from '../../errors.ts';
import { silent, type Host } from '../../output/host.ts';
import type { LabState } from '../../state/state.ts';
import { readStacks } from '../../template/read.ts';
import { servedCapabilities } from '../api/capabilities.ts';
import { warm } from '../api/client.ts';
import { readLogs } from '../api/logs.ts';
import { makeUsers, signIn, userNamed } from '../api/users.ts';
import type { Judge, LiveTarget, Removed, UpRequest } from '../target.ts';
import type { EmulatorAdapter, Run } from './adapter.ts';
import { clientOf, homeClient, homeOf, ownerOf } from './accounts.ts';
import { addressIn } from './addresses.ts';
import { deploy } from './deployment.ts';
import { effectOf } from './effect.ts';
import { lacks } from './lacks.ts';
import { functionsLoad } from './load-functions.ts';
import { isOurs, notesOf, type Notes } from './notes.ts';
import { preflight, type Preflight } from './preflight.ts';
import { leftoversOf, removeLab, removeStacks } from './removal.ts';
import { summaryOf } from './summary.ts';
import { keyOf } from './user-keys.ts';

/** The target on this emulator. */
export function emulatedTarget(adapter: EmulatorAdapter): LiveTarget {
  const life = new Life(adapter);
  return {
    name: adapter.target,
    title: `${adapter.target} ${adapter.title}`,
    remains: false,
    isOwn: adapter.isOwn,
    serves: new Set<Capability>(['http', 'sdk', 'eventually', 'steadily']),
    knownFeatures: () => adapter.knownFeatures(),
    missing: () => adapter.missing(),
    up: (...asked) => life.up(...asked),
    hasSameEffect: async (...folders) => {
      const provisions = await adapter.provisions();
      const [one, other] = folders.map((folder) =>
        effectOf(readStacks(folder), provisions, adapter),
      );
      return isDeepStrictEqual(one, other);
    },
    attach: (state) => life.judgeOf(state),
    down: (...asked) => life.down(...asked),
    isAlive: ({ lab, live }) => adapter.isAlive(lab, notesOf({ live })),
    sweep: (lab, state) => life.sweep(lab, state),
    logs: (state, place) => {
      const { endpoint, deployed } = notesOf(state);
      return readLogs(homeClient(endpoint, deployed), deployed, place);
    },
    summary: (state) => summaryOf(adapter, notesOf(state)),
    tokenOf: async (state, user) => {
      const { endpoint, deployed, users } = notesOf(state);
      return (await signIn(homeClient(endpoint, deployed), userNamed(users, user))).idToken;
    },
  };
}

type Running = Run & Pick<Notes, 'stacks' | 'accounts' | 'users'>;

interface Bringing {
  readonly checked: Preflight;
  readonly host: Host;
  /** What runs already. */
  readonly running: Running;
}

class Life {
  private readonly adapter: EmulatorAdapter;

  constructor(adapter: EmulatorAdapter) {
    this.adapter = adapter;
  }

  async up(request: UpRequest, host: Host, running?: LabState): Promise<LabState['live']> {
    const { adapter } = this;
    await adapter.prepare(host);
    const stacks = readStacks(request.folder);
    const checked = preflight(stacks, await adapter.provisions(), adapter);
    await adapter.features(host);
    const loading = functionsLoad(request.folder, stacks);
    // It is awaited below, after the emulator has started; a failure in between is not lost.
    loading.catch(() => undefined);
    if (running !== undefined) {
      await loading;
      const before = await this.readyToChange(notesOf(running), host);
      if (before !== undefined) return this.bring(request, { checked, host, running: before });
      await adapter.end(request.lab, notesOf(running));
    }
    return this.upAfresh(request, { checked, host, loading });
  }

  private async upAfresh(
    request: UpRequest,
    { checked, host, loading }: Omit<Bringing, 'running'> & { readonly loading: Promise<void> },
  ): Promise<LabState['live']> {
    const { adapter } = this;
    host.progress(`starting ${adapter.title}`);
    const starting = adapter.start(request.lab, host);
    // Loading the SDK takes as long as the emulator's start: both at once.
    void warm(['cloudformation', 's3', 'cognito-identity-provider', 'api-gateway', 'dynamodb']);
    const { stay, ...run } = await starting;
    const undo = host.onInterrupt(() => this.end(request.lab, { ...run, ...standing(checked) }));
    try {
      await loading;
      const running = { ...run, stacks: [], users: [] };
      const live = await this.bring(request, { checked, host, running });
      if (request.stays) stay();
      undo.forget();
      return live;
    } catch (error) {
      await undo.run();
      throw error;
    }
  }

  private async bring(
    { folder }: UpRequest,
    { checked, host, running }: Bringing,
  ): Promise<LabState['live']> {
    const { endpoint, pid, container } = running;
    const client = clientOf(endpoint);
    const since = Date.now();
    const made = await deploy(client, { adapter: this.adapter, preflight: checked, folder }, host);
    const { stacks, accounts } = standing(checked);
    // A stage that no longer has a stack which the running one has takes it away.
    const gone = running.stacks.filter((name) => !stacks.includes(name));
    await removeStacks({ ...running, stacks: gone }, host);
    const { real, leftOut, dropped } = checked;
    const { deployed, outputs, completed } = made;
    const live: Notes = {
      endpoint,
      ...(pid === undefined ? {} : { pid }),
      ...(container === undefined ? {} : { container }),
      title: `${this.adapter.target} ${this.adapter.title}`,
      stacks,
      accounts,
      deployed,
      outputs,
      users: await makeUsers(homeClient(endpoint, deployed), deployed, running.users),
      preflight: { real, completed, leftOut, dropped },
      deployedMilliseconds: Date.now() - since,
      folder,
    };
    return { ...live };
  }

  async judgeOf(state: LabState): Promise<Judge> {
    const { adapter } = this;
    const notes = notesOf(state);
    const { deployed, outputs, users, endpoint, title } = notes;
    const where = homeOf(deployed);
    const notExercised = adapter.notExercised(deployed.map((each) => ({ ...each, metadata: {} })));
    return {
      target: adapter.target,
      title,
      features: await adapter.features(silent),
      capabilities: servedCapabilities({
        client: homeClient(endpoint, deployed),
        where,
        deployed,
        outputs,
        users,
        ownerOf,
        keyOf,
        addressOf: (name) => addressIn(adapter, notes, name),
      }),
      strengthOf: () => 'seen',
      lacks: (capability) => lacks(adapter.title, capability),
      ...(notExercised === undefined ? {} : { notExercised }),
      confirmAlive: () => this.confirmAlive(state),
    };
  }

  private async confirmAlive({ lab, live }: LabState): Promise<void> {
    if (this.adapter.isAlive(lab, notesOf({ live }))) return;
    const says = `${this.adapter.title} of ${lab} has ended in the middle of the command`;
    throw new KitError('TargetLost', says, { next: `./lab up ${lab} brings it up again` });
  }

  /**
   * Where a change would not arrive, nothing of the lab is left to be changed. Nothing where our own emulator keeps
   * something of it, and has to be started anew. @throws NotRemoved where that is not ours to do
   */
  private async readyToChange(running: Notes, host: Host): Promise<Running | undefined> {
    if (this.adapter.updatesInPlace) return running;
    const [left] = await removeLab(this.adapter, running, host);
    if (left === undefined) return { ...running, stacks: [], users: [] };
    if (isOurs(running)) return undefined;
    const says = `${this.adapter.title} could not remove ${left}, and changes nothing in place`;
    throw new KitError('NotRemoved', says, { next: 'start it anew, then ./lab up LAB' });
  }

  async down(state: LabState, host: Host): Promise<Removed> {
    const { lab } = state;
    const notes = notesOf(state);
    if (!this.adapter.isAlive(lab, notes)) {
      await this.adapter.end(lab, notes);
      return { left: [], notLookedFor: [] };
    }
    try {
      await removeLab(this.adapter, notes, host);
      const removed = await leftoversOf(notes);
      return isOurs(notes) ? this.endsWithIt(removed, host) : removed;
    } finally {
      await this.adapter.end(lab, notes);
    }
  }

  /** What our own emulator did not remove is gone when it ends, and is a fault of the emulator. */
  private endsWithIt(removed: Removed, host: Host): Removed {
    // Logs are written late, and say nothing about a removal.
    const kept = removed.left.filter((each) => !each.startsWith('AWS::Logs::LogGroup '));
    if (kept.length > 0)
      host.warn(`${this.adapter.title} did not remove ${kept.join(', ')}; it ends with it.`);
    return { ...removed, left: [] };
  }

  /** Without a readable state only what carries the lab's mark can be found and ended. */
  async sweep(lab: string, state?: LabState): Promise<void> {
    const notes = state === undefined ? undefined : notesOf(state);
    if (notes?.endpoint === undefined) await this.adapter.end(lab);
    else await this.end(lab, notes);
  }

  /** An emulator that is not ours to end keeps running, without the lab. */
  private async end(lab: string, run: Run & Pick<Notes, 'stacks' | 'accounts'>): Promise<void> {
    if (!isOurs(run) && this.adapter.isAlive(lab, run)) await removeStacks(run);
    await this.adapter.end(lab, run);
  }
}

function standing({ stacks }: Preflight): Required<Pick<Notes, 'stacks' | 'accounts'>> {
  return {
    stacks: stacks.map(({ name }) => name),
    accounts: Object.fromEntries(
      stacks.flatMap(({ name, account }) => (account === undefined ? [] : [[name, account]])),
    ),
  };
}
