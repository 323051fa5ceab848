/** A LocalStack of the kit's own for a test file, and what its processes do. */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { processesMarked } from '../../../lib/state/processes.ts';
import { runFolderOf } from '../../../lib/state/runs.ts';
import type { Client } from '../../../lib/targets/api/client.ts';
import { clientOf } from '../../../lib/targets/emulated/accounts.ts';
import { endRun, runMark } from '../../../lib/targets/run-folder.ts';
import { startLocalstack } from '../../../lib/targets/localstack/process.ts';

export interface Running {
  readonly endpoint: string;
  readonly client: Client;
  /** Process ids of the run: LocalStack, DynamoDB Local, kinesis-local, functions. */
  pids(): readonly number[];
  end(): void;
}

export async function running(lab: string): Promise<Running> {
  const { endpoint } = await startLocalstack(lab);
  const folder = runFolderOf(lab);
  return {
    endpoint,
    client: clientOf(endpoint),
    pids: () => processesMarked(runMark, folder),
    end: () => {
      endRun(folder);
    },
  };
}

const listening = '0A';

/** Addresses that the processes listen on, in the words of /proc/net. */
export function listenedOn(pids: readonly number[]): readonly string[] {
  const sockets = new Set(pids.flatMap(socketsOf));
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode = '']) => state === listening && sockets.has(inode))
      .map(([, local = '']) => local.split(':')[0] ?? ''),
  );
}

function socketsOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(join(folder, name)))?.[1] ?? [];
    } catch {
      // Closed since.
      return [];
    }
  });
}
