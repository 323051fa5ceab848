/** What the network model takes: all pairs by size, and one question on a large template. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/root.ts';
import { madeTemplate } from './made-network.ts';

interface Pairs {
  readonly seconds: number;
  readonly megabytes: number;
  readonly pairs: number;
  readonly open: number;
  readonly classes: number;
}

/** @param line prints a name and the seconds of each round */
export function allPairs(line: (says: string, seconds: readonly number[]) => void): void {
  for (const interfaces of [100, 500, 3000]) {
    const rounds = Array.from({ length: 3 }, () => pairsOf(interfaces));
    const [{ pairs, classes } = { pairs: 0, classes: 0 }] = rounds;
    const most = Math.max(...rounds.map(({ megabytes }) => megabytes));
    line(
      `all pairs, ${interfaces} interfaces: ${classes} classes, ${pairs} pairs`,
      rounds.map(({ seconds }) => seconds),
    );
    line(`  peak memory ${Math.round(most)} MB`, []);
  }
}

function pairsOf(interfaces: number): Pairs {
  const words = ['--import', 'tsx', join(root, 'bench', 'pairs.ts'), String(interfaces)];
  return JSON.parse(execFileSync(process.execPath, words, { cwd: root }).toString()) as Pairs;
}

/** A template of some 10,000 resources; gives its path. */
export function largeTemplate(folder: string): string {
  const file = join(folder, 'large.json');
  writeFileSync(file, JSON.stringify({ Resources: madeTemplate(5650) }));
  return file;
}
