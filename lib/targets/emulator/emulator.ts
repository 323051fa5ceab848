/** Target `emulator`: a lab on an API emulator of its own, bound to loopback. */
import type { Capability } from '../../capabilities.ts';
import { KitError } from '../../errors.ts';
import type { Host } from '../../output/host.ts';
import { runFolderOf } from '../../state/runs.ts';
import type { LabState } from '../../state/state.ts';
import { placeOf } from '../../template/places.ts';
import { readStacks } from '../../template/read.ts';
import { servedCapabilities } from '../api/capabilities.ts';
import { warm } from '../api/client.ts';
import { deployedAt, type Deployed } from '../api/deployed.ts';
import { deleteStack } from '../api/deploy.ts';
import { lookForLeftovers } from '../api/leftovers.ts';
import { makeUsers, signIn, userNamed, type User } from '../api/users.ts';
import type { Judge, LiveTarget, LogLine, Removed, UpRequest, UpSummary } from '../target.ts';
import type { Started } from './adapter.ts';
import { clientOf, deploy, where } from './deployment.ts';
import { functionsLoad } from './load-functions.ts';
import { readLogs } from './logs.ts';
import { ministack as adapter } from './ministack/adapter.ts';
import { preflight, type Preflight } from './preflight.ts';
import { endRun, runningPid } from './run-folder.ts';

/** What the state file keeps of a lab on an emulator. */
interface Notes {
  readonly endpoint: string;
  readonly pid: number;
  readonly stacks: readonly string[];
  readonly deployed: readonly Deployed[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly users: readonly User[];
  readonly preflight: UpSummary['preflight'];
  readonly deployedMilliseconds: number;
  /** The assembly that is deployed. */
  readonly folder: string;
}

export const emulator: LiveTarget = {
  name: 'emulator',
  title: `emulator ${adapter.title}`,
  serves: new Set<Capability>(['http', 'sdk', 'eventually', 'steadily']),
  missing: () => adapter.missing(),
  up,
  attach: async (state) => judgeOf(state),
  down,
  isAlive: ({ lab }) => runningPid(runFolderOf(lab)) !== undefined,
  sweep: async (lab) => {
    endRun(runFolderOf(lab));
  },
  logs: (state, place) => logsOf(notesOf(state), place),
  summary: (state) => summaryOf(notesOf(state)),
  tokenOf: async (state, user) => {
    const { endpoint, users } = notesOf(state);
    return (await signIn(clientOf(endpoint), userNamed(users, user))).idToken;
  },
};

async function up(request: UpRequest, host: Host, running?: LabState): Promise<LabState['live']> {
  await adapter.prepare(host);
  const stacks = readStacks(request.folder);
  const checked = preflight(stacks, await adapter.provisions(), adapter.isCompleted);
  await adapter.features(host);
  const loading = functionsLoad(request.folder, stacks);
  // It is awaited below, after the emulator has started; a failure in between is not lost.
  loading.catch(() => undefined);
  if (running !== undefined) {
    await loading;
    return bring(request, { checked, host, notes: notesOf(running) });
  }
  host.progress(`starting ${adapter.title}`);
  const starting = adapter.start(request.lab);
  // Loading the SDK takes as long as the emulator's start: both at once.
  void warm(['cloudformation', 's3', 'cognito-identity-provider', 'api-gateway', 'dynamodb']);
  const run = await starting;
  const undo = host.onInterrupt(async () => {
    run.end();
  });
  try {
    await loading;
    const live = await bring(request, { checked, host, notes: nothingYet(run) });
    if (request.stays) run.stay();
    undo.forget();
    return live;
  } catch (error) {
    await undo.run();
    throw error;
  }
}

type Running = Pick<Notes, 'endpoint' | 'pid' | 'stacks' | 'users'>;

function nothingYet({ endpoint, pid }: Started): Running {
  return { endpoint, pid, stacks: [], users: [] };
}

interface Bringing {
  readonly checked: Preflight;
  readonly host: Host;
  /** What runs already. */
  readonly notes: Running;
}

async function bring(
  { folder }: UpRequest,
  { checked, host, notes }: Bringing,
): Promise<LabState['live']> {
  const { endpoint, pid } = notes;
  const client = clientOf(endpoint);
  const since = Date.now();
  const { deployed, outputs, completed } = await deploy(
    client,
    { adapter, preflight: checked, folder },
    host,
  );
  const stacks = checked.stacks.map(({ name }) => name);
  // A stage that no longer has a stack which the running one has takes it away.
  for (const gone of notes.stacks.filter((name) => !stacks.includes(name)).reverse())
    await deleteStack(client, gone, host);
  const { real, leftOut, dropped } = checked;
  const live: Notes = {
    endpoint,
    pid,
    stacks,
    deployed,
    outputs,
    users: await makeUsers(client, deployed, notes.users),
    preflight: { real, completed, leftOut, dropped },
    deployedMilliseconds: Date.now() - since,
    folder,
  };
  return { ...live };
}

async function judgeOf(state: LabState): Promise<Judge> {
  const notes = notesOf(state);
  const { deployed, outputs, users, endpoint } = notes;
  const features = await adapter.features(silent);
  return {
    target: 'emulator',
    features,
    capabilities: servedCapabilities({
      client: clientOf(endpoint),
      where,
      deployed,
      outputs,
      users,
      addressOf: (place) => addressAt(notes, place),
    }),
    strengthOf: () => 'seen',
    lacks,
    ...notExercised(notes),
    confirmAlive: () => confirmAlive(state.lab),
  };
}

function notExercised({ deployed }: Notes): { notExercised?: string } {
  const says = adapter.notExercised(deployed.map((each) => ({ ...each, metadata: {} })));
  return says === undefined ? {} : { notExercised: says };
}

const elsewhere: Partial<Record<Capability, string>> = {
  fact: 'read from the template on model; here a template proves nothing',
  facts: 'read from the template on model; here a template proves nothing',
  may: 'the emulator is asked by calls, not by questions about policies',
  reach: 'the emulator routes no packets',
  connect: 'the emulator routes no packets',
};

function lacks(capability: Capability): string {
  return elsewhere[capability] ?? `the emulator does not serve ${capability}`;
}

async function confirmAlive(lab: string): Promise<void> {
  if (runningPid(runFolderOf(lab)) !== undefined) return;
  throw new KitError(
    'TargetLost',
    `the emulator of ${lab} has ended in the middle of the command`,
    {
      next: `./lab up ${lab} brings it up again`,
    },
  );
}

function addressAt({ deployed, endpoint }: Notes, place: string): string | undefined {
  return adapter.addressOf(
    deployedAt(deployed, place, ['AWS::ApiGateway::RestApi']),
    deployed,
    endpoint,
  );
}

async function down(state: LabState, host: Host): Promise<Removed> {
  const notes = notesOf(state);
  const folder = runFolderOf(state.lab);
  if (runningPid(folder) === undefined) {
    endRun(folder);
    return { left: [], notLookedFor: [] };
  }
  const client = clientOf(notes.endpoint);
  try {
    for (const stack of [...notes.stacks].reverse()) await deleteStack(client, stack, host);
    return await lookForLeftovers(client, notes.deployed, where);
  } finally {
    endRun(folder);
  }
}

async function logsOf(notes: Notes, place: string | undefined): Promise<readonly LogLine[]> {
  return readLogs(clientOf(notes.endpoint), notes.deployed, place);
}

function summaryOf(notes: Notes): UpSummary {
  const apis = notes.deployed.filter(
    (each) => adapter.addressOf(each, notes.deployed, notes.endpoint) !== undefined,
  );
  const addresses = apis.map((api) => [
    placeOf(api),
    adapter.addressOf(api, notes.deployed, notes.endpoint) ?? '',
  ]);
  return {
    addresses: Object.fromEntries(addresses) as Record<string, string>,
    users: notes.users.map(({ name }) => name),
    preflight: notes.preflight,
    deployedMilliseconds: notes.deployedMilliseconds,
  };
}

function notesOf({ live }: LabState): Notes {
  return live as unknown as Notes;
}

/** Features were probed when the lab came up; nothing is said here. */
const silent: Host = {
  progress: () => undefined,
  say: () => undefined,
  warn: () => undefined,
  confirm: () => Promise.resolve(false),
  ask: () => Promise.resolve(undefined),
  signal: new AbortController().signal,
  onInterrupt: (undo) => ({ run: undo, forget: () => undefined }),
};
