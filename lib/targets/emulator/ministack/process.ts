/** One MiniStack for one lab. */
import { join } from 'node:path';
import { KitError } from '../../../errors.ts';
import { root } from '../../../root.ts';
import type { Started } from '../../emulated/adapter.ts';
import { startOwn, type OwnProcess } from '../../emulated/own-process.ts';
import { launcher, python } from './environment.ts';

/**
 * `settings` go over the kit's own; tests switch off with them what a verdict must notice.
 * @throws EmulatorDidNotStart, EmulatorBroken
 */
export function startMinistack(
  lab: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Started> {
  return startOwn(lab, {
    ...ministackProcess,
    environmentOf: (...run) => ({ ...ministackProcess.environmentOf(...run), ...settings }),
  });
}

const ministackProcess: OwnProcess = {
  ...{ command: [python, '-B', launcher], startBoundMilliseconds: 30_000, pollMilliseconds: 25 },
  environmentOf: (folder, port) => ({
    STATE_DIR: join(folder, 'state'),
    S3_DATA_DIR: join(folder, 'state', 's3'),
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_HOST: 'localhost',
    MINISTACK_REGION: 'us-east-1',
    AUTH: 'true',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    NODE_PATH: join(root, 'node_modules'),
  }),
  answers,
  broken: (words) =>
    new KitError('EmulatorBroken', `the emulator's environment is broken: ${words}`, {
      next: './lab doctor --repair makes it anew',
    }),
  didNotStart: (words) =>
    new KitError('EmulatorDidNotStart', `the emulator did not start: ${words}`, {
      next: './lab doctor shows what is missing',
    }),
};

async function answers(endpoint: string): Promise<boolean> {
  try {
    const answer = await fetch(`${endpoint}/_ministack/ready`, {
      signal: AbortSignal.timeout(2000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}
