/** `check --watch`: judges again whenever the lab or the kit is saved, and names the verdicts that changed. */
import { execFile } from 'node:child_process';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import type { Judged } from '../checks/runner.ts';
import { countsOf } from '../checks/counts.ts';
import { messageOf } from '../errors.ts';
import type { Host } from '../output/host.ts';
import type { Envelope } from '../output/envelope.ts';
import { root } from '../root.ts';
import { pause } from '../targets/api/waiting.ts';

/** An editor saves a file in several steps; they are one change. */
const settleMilliseconds = 200;

/** Judges now and after every change, until Ctrl-C. `words` are those of `lab check`, without `--watch`. */
export async function watchLab(lab: string, words: readonly string[], host: Host): Promise<void> {
  let last = await judgeAnew(words, host);
  host.say(`Watching labs/${lab} and lib; Ctrl-C ends it.`);
  for await (const _change of changes(lab, host.signal)) {
    const next = await judgeAnew(words, host);
    const changed = differences(last, next);
    for (const line of changed) host.say(line);
    if (changed.length === 0 && next.length > 0) host.say('no verdict changed');
    if (next.length > 0) last = next;
  }
}

/** In a process of its own: what was saved is loaded anew there. An error is said, and the watch goes on. */
async function judgeAnew(words: readonly string[], host: Host): Promise<readonly Judged[]> {
  host.progress('judging');
  const { data, error } = await new Promise<Envelope>((resolve) => {
    const command = [join(root, 'bin', 'start.cjs'), 'check', ...words, '--json'];
    execFile(
      process.execPath,
      command,
      { signal: host.signal, maxBuffer: 64 * 1024 * 1024 },
      (failure, stdout, stderr) => {
        resolve(parsed(stdout) ?? lost(stderr.trim() === '' ? messageOf(failure) : stderr.trim()));
      },
    );
  });
  if (host.signal.aborted) return [];
  if (error !== null) {
    host.say(error.message);
    return [];
  }
  const { verdicts } = data as { verdicts: readonly Judged[] };
  const { held, failed, unverified } = countsOf(verdicts);
  host.say(
    `${new Date().toTimeString().slice(0, 8)}  ${held} held, ${failed} failed, ${unverified} unverified`,
  );
  return verdicts;
}

function parsed(text: string): Envelope | undefined {
  try {
    return JSON.parse(text) as Envelope;
  } catch {
    return undefined;
  }
}

function lost(message: string): Envelope {
  const error = { code: 'Lost', message, next: null, exitCode: 3 };
  return { schemaVersion: 1, command: 'check', status: 'error', data: null, warnings: [], error };
}

async function* changes(lab: string, signal: AbortSignal): AsyncGenerator<void> {
  let wake = (): void => undefined;
  for (const folder of [join('labs', lab), 'lib'])
    void follow(join(root, folder), signal, () => {
      wake();
    });
  while (!signal.aborted) {
    await new Promise<void>((resolve) => {
      wake = resolve;
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
    });
    await pause(settleMilliseconds);
    yield;
  }
}

async function follow(folder: string, signal: AbortSignal, changed: () => void): Promise<void> {
  try {
    for await (const { filename } of watch(folder, { recursive: true, signal }))
      if (filename?.endsWith('.ts') === true) changed();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function differences(before: readonly Judged[], now: readonly Judged[]): readonly string[] {
  const was = new Map(before.map((each) => [`${each.stage} ${each.check}`, each.outcome]));
  return now
    .filter((each) => was.get(`${each.stage} ${each.check}`) !== each.outcome)
    .map(({ stage, check, outcome, reason }) => {
      const old = was.get(`${stage} ${check}`) ?? 'not asked';
      return `  ${check} (${stage}): ${old} -> ${outcome}   ${reason}`;
    });
}
