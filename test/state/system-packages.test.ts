/** What was installed outside the folder is remembered, each once, with how to take it away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  noteSystemPackages,
  outsideLines,
  systemPackages,
} from '../../lib/state/system-packages.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-packages-'));
const file = join(folder, 'below', 'packages.json');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a package that is installed twice is told once', () => {
  const nft = { name: 'nftables', remove: 'sudo apt-get remove nftables' };
  noteSystemPackages([nft], file);
  noteSystemPackages([nft, { name: 'python3', remove: 'sudo apt-get remove python3' }], file);
  expect(outsideLines(systemPackages(file))).toEqual([
    expect.stringMatching(/nftables is outside this folder and stays: sudo apt-get remove nft/),
    expect.stringContaining('python3'),
  ]);
});

test('where nothing was installed, nothing is told', () => {
  expect(outsideLines(systemPackages(join(folder, 'none.json')))).toEqual([]);
});
