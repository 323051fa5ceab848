/** The Chromium in which tests open pages: the machine's own, else Debian's, installed where somebody agrees. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { KitError } from '../errors.ts';
import type { Host } from '../output/host.ts';

const aptGet = '/usr/bin/apt-get';
const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Where the PATH has one. */
export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
}

/** @throws BrowserMissing where nobody agrees, or nothing here can install it; InstallFailed */
export async function installBrowser(host: Host): Promise<void> {
  if (findBrowser() !== undefined) return;
  const missing = new KitError('BrowserMissing', 'no Chromium is on the PATH', {
    next: 'apt install chromium, or any Chrome; without one leave `browser` out',
  });
  const canInstall = process.getuid?.() === 0 && existsSync(aptGet);
  const question = 'Install Chromium and a font from Debian (apt-get install chromium, 300 MB)?';
  if (!canInstall || !(await host.confirm(question))) throw missing;
  host.progress("installing Debian's Chromium");
  await apt(['-qq', 'update'], host.signal);
  const packages = ['chromium', 'fonts-dejavu-core'];
  await apt(['-qq', '-y', '--no-install-recommends', 'install', ...packages], host.signal);
}

/** @throws InstallFailed with the last line that was said */
async function apt(words: readonly string[], signal: AbortSignal): Promise<void> {
  const child = spawn(aptGet, words, {
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], DEBIAN_FRONTEND: 'noninteractive' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0)
    throw new KitError(
      'InstallFailed',
      `apt-get ${words.join(' ')} ended with ${String(code)}: ${said.trim().split('\n').at(-1) ?? ''}`,
      { next: 'install a Chromium by other means and run the command again' },
    );
}
