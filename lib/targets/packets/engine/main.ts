/** The engine: the process inside the lab's namespaces. It ends with the command that started it, unless that lets it stay. */
import type { Server } from 'node:net';
import type { Disturbance, FlowRequest, HttpRequest } from '../../../capabilities.ts';
import { KitError, messageOf } from '../../../errors.ts';
import { listenForCalls, type Calls, type Holds } from './control.ts';
import { openDoor } from './doors.ts';
import { Lab } from './lab.ts';
import type { CommandWord, DoorTo, EngineRequest, EngineWord } from './request.ts';
import { statusOf } from './status.ts';
import { valueOf } from './values.ts';

const folder = process.env['LAB_RUN'] ?? '.';
const doors: { readonly door: DoorTo; readonly server: Server }[] = [];
let stays = false;

function say(word: EngineWord): void {
  if (process.connected) process.send?.(word);
}

process.on('disconnect', () => {
  if (!stays) process.exit(0);
});

process.on('message', (word: CommandWord, handle: unknown) => {
  if (word.says === 'stay') {
    stays = true;
  } else if (word.says === 'door') doors.push({ door: word.door, server: handle as Server });
  else void begin(word.request);
});

async function begin(request: EngineRequest): Promise<void> {
  try {
    const since = performance.now();
    const lab = await Lab.open(request);
    await lab.raise();
    const networkMilliseconds = performance.now() - since;
    say({ says: 'progress', step: `booting ${lab.hosts.all.length} instances` });
    for (const { door, server } of doors) openDoor(lab, server, door);
    await listenForCalls(folder, callsOf(lab), holdsOf(lab));
    await lab.whole();
    say({ says: 'up', networkMilliseconds, bootedMilliseconds: performance.now() - since });
  } catch (error) {
    const { code, next } =
      error instanceof KitError ? error : { code: 'EngineFailed', next: undefined };
    const message =
      error instanceof KitError
        ? error.message
        : ((error instanceof Error ? error.stack : undefined) ?? messageOf(error));
    say({ says: 'failed', code, message, next });
  }
}

function callsOf(lab: Lab): Calls {
  return new Map<string, (argument: never) => unknown>([
    ['reach', (flow: FlowRequest) => lab.reaching.reach(flow)],
    ['connect', (flow: FlowRequest) => lab.reaching.connect(flow)],
    ['http', (request: HttpRequest) => lab.requests.http(request)],
    ['status', () => statusOf(lab)],
    [
      'fill',
      (asked: { stack: string; placeholder: string }) =>
        valueOf(lab.plane.stands.settled, asked.stack, asked.placeholder),
    ],
    ['log', (id: string) => lab.hosts.find(id)?.machine.bootLog()],
  ] as never);
}

function holdsOf(lab: Lab): Holds {
  return new Map<string, (argument: never) => Promise<() => Promise<void>>>([
    ['during', (disturbance: Disturbance) => lab.disturb(disturbance)],
  ] as never);
}
