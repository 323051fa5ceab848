/** Ways in which a process of a lab on packets is ended by somebody else, each tried from a lab that is down to one that is down again. */
import type { Kit, Ran, Running } from './kit.ts';
import type { Process } from './processes.ts';

export interface Round {
  /** Did the process exist, to be ended? */
  readonly isHit: boolean;
  /** What commands said that saw it. */
  readonly said: readonly Ran[];
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

type Which = (all: readonly Process[], pid: number) => Process | undefined;

const hypervisorIn: Which = (all) => all.find(({ words }) => words.endsWith('hypervisor.py'));

/** By what started it. */
const standing = {
  unshare: (all, pid) => all.find((each) => each.pid === pid),
  engine: (all) =>
    all.find(({ words }) => words.includes('engine.cjs') && !words.includes('unshare')),
  hypervisor: hypervisorIn,
  'first process of a machine': (all, pid) => {
    const hypervisor = hypervisorIn(all, pid);
    return all.find(({ parent }) => parent === hypervisor?.pid);
  },
} satisfies Record<string, Which>;

type Standing = keyof typeof standing;

const lab = 'bastion-host';

/** It is up; one of its processes ends; the next commands are those that a person would type. */
async function whileUp(kit: Kit, which: Standing): Promise<Round> {
  const up = await kit.run('up', lab, '--on', 'packets');
  const all = kit.look();
  const one = standing[which](all, kit.pidOf(lab));
  if (one !== undefined) process.kill(one.pid, 'SIGKILL');
  await pause(300);
  const after = [await kit.run('status'), await kit.run('down', lab)];
  return { isHit: one !== undefined, said: [up, ...after] };
}

/** Watches until there is one, and ends it in the middle of its work. */
async function whileWorking(kit: Kit, running: Running, name: string): Promise<Round> {
  let one: Process | undefined;
  while (running.child.exitCode === null && one === undefined) {
    one = kit.look().find((each) => each.name === name);
    if (one === undefined) await pause(1);
  }
  if (one !== undefined) kill(one.pid);
  return { isHit: one !== undefined, said: [await running.ended, await kit.run('down', lab)] };
}

function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It was quicker.
  }
}

/** The command itself, once it has begun to make something and so many milliseconds more. */
async function inTheMiddle(
  kit: Kit,
  words: readonly string[],
  { after, signal }: { readonly after: number; readonly signal: NodeJS.Signals },
): Promise<Round> {
  const running = kit.start(...words);
  const isBegun = (): boolean => kit.look().some(({ name }) => name === 'unshare');
  while (!isBegun() && running.child.exitCode === null) await pause(5);
  const until = performance.now() + after;
  while (performance.now() < until) {
    kit.look();
    await pause(20);
  }
  const isHit = running.child.exitCode === null;
  kill(running.child.pid ?? 0, signal);
  const ended = await running.ended;
  return { isHit, said: [ended, await kit.run('status'), await kit.run('down', lab)] };
}

const up = ['up', lab, '--on', 'packets'];
const check = ['check', lab, '--on', 'packets'];

/** @param chance 0 to 1: when in its course the command is ended */
export const ends: Readonly<Record<string, (kit: Kit, chance: number) => Promise<Round>>> = {
  'kill -9 of unshare': (kit) => whileUp(kit, 'unshare'),
  'kill -9 of the engine': (kit) => whileUp(kit, 'engine'),
  'kill -9 of the hypervisor': (kit) => whileUp(kit, 'hypervisor'),
  'kill -9 of the first process of a machine': (kit) => whileUp(kit, 'first process of a machine'),
  'kill -9 of an nft that loads': (kit) => whileWorking(kit, kit.start(...up), 'nft'),
  'kill -9 of up': (kit, chance) =>
    inTheMiddle(kit, up, { after: chance * 300, signal: 'SIGKILL' }),
  'kill -9 of check': (kit, chance) =>
    inTheMiddle(kit, check, { after: chance * 1200, signal: 'SIGKILL' }),
  'Ctrl-C during up': (kit, chance) =>
    inTheMiddle(kit, up, { after: chance * 300, signal: 'SIGINT' }),
};
