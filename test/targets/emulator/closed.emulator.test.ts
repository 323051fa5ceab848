/** Nothing of the person's AWS set-up reaches the emulator or a function, and nothing listens but on loopback. */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { apiLabs } from '../../support/api-labs.ts';
import { processesMarked } from '../../../lib/state/processes.ts';
import { runFolderOf } from '../../../lib/state/runs.ts';
import { cli } from '../../support/cli.ts';

const lab = apiLabs[0] ?? '';
const secret = 'AKIAOFAREALPERSON00';

beforeAll(async () => {
  const env = {
    ...process.env,
    ...{ AWS_ACCESS_KEY_ID: secret, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: secret },
    ...{ AWS_PROFILE: secret, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', HOME_SECRET: secret },
  };
  await cli(['up', lab], { env });
  // Its functions have run, so that their processes are there to be looked at.
  await cli(['check', lab], { env });
});
afterAll(() => cli(['down', lab]));

const running = (): readonly number[] => processesMarked('LAB_RUN', runFolderOf(lab));

test('no process of the run has a variable of the person', () => {
  expect(running().length).toBeGreaterThan(1);
  for (const pid of running())
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain(secret);
});

test('every listening socket of the run is on 127.0.0.1', () => {
  const sockets = new Set(running().flatMap(socketsOf));
  const listening = ['tcp', 'tcp6']
    .flatMap((table) => listeners(table))
    .filter(({ inode }) => sockets.has(inode));
  expect(listening.length).toBeGreaterThan(0);
  expect(listening.filter(({ address }) => address !== '0100007F')).toEqual([]);
});

function socketsOf(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    const link = readlinkSync(`/proc/${pid}/fd/${fd}`);
    return /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [];
  });
}

function listeners(table: string): readonly { address: string; inode: string }[] {
  return readFileSync(`/proc/net/${table}`, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A')
    .map((fields) => ({ address: fields[1]?.split(':')[0] ?? '', inode: fields[9] ?? '' }));
}
