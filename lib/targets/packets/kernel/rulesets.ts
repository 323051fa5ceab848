/** Rule sets, loaded by `nft` in their namespaces. */
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Namespace } from './namespaces.ts';
import type { NodeName } from '../plan/plan.ts';
import { KitError } from '../../../errors.ts';
import { inside } from './namespaces.ts';
import { transactionsOf } from './transactions.ts';

/** Characters that are tried as one script first; what its messages take, nft alone knows. */
const atOnce = 32_000;
const atLeast = 500;
const tooMuch = 'Message too long';

/** Replaces every rule of the namespace, at once unless it is too much for that: then nothing passes until all is there. */
export async function loadRuleset(
  node: NodeName,
  ruleset: string,
  namespace: Namespace,
): Promise<void> {
  for (let most = atOnce; ; most /= 2) {
    const refused = await refusal(transactionsOf(ruleset, most), namespace);
    if (refused === undefined) return;
    if (most < atLeast || !refused.words.includes(tooMuch))
      throw new RulesetError(node, refused.words, refused.script);
  }
}

interface Refusal {
  readonly words: string;
  readonly script: string;
}

async function refusal(
  scripts: readonly string[],
  namespace: Namespace,
): Promise<Refusal | undefined> {
  for (const script of scripts) {
    const { code, words } = await nft(['-f', '-'], namespace, script);
    if (code !== 0) return { words, script };
  }
  return undefined;
}

/** What nft says, and the line that it says it of. */
export class RulesetError extends Error {
  override readonly name = 'RulesetError';
  constructor(node: NodeName, words: string, script: string) {
    const said = words.trim().split('\n')[0] ?? '';
    const line = Number(/^[^:]*:(\d+):/.exec(said)?.[1]);
    const about = script.split('\n')[line - 1]?.trim();
    const shown = about === undefined ? '' : `, in: ${about}`;
    super(`the rule set of ${node}: ${said.replace(/^[^:]*:[\d:-]+ /, '')}${shown}`);
  }
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly words: string;
}

/** An ordinary user's path often has no sbin. */
const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

/** A child started while the main thread is in a namespace is born in it. */
export async function nft(
  words: readonly string[],
  namespace: Namespace,
  input = '',
): Promise<Ended> {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = inside(namespace, () =>
    spawn('nft', [...words], { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: path } }),
  );
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', (cause) => {
      const next = 'apt-get install nftables';
      reject(new KitError('NoNft', 'nft cannot be started', { next, cause }));
    });
    child.once('exit', (code, signal) => {
      if (signal === null) resolve(code ?? 1);
      else
        reject(
          new KitError('NftEnded', `${signal} ended nft in the middle of its work`, {
            next: './lab up LAB --on packets begins afresh',
          }),
        );
    });
  });
  // It may end before it has read everything: then its words say why.
  child.stdin.once('error', () => undefined);
  child.stdin.end(input);
  const [code, out, said] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, words: said };
}
