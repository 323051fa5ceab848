/** A host for tests: says nothing, answers yes, and is never interrupted. */
import type { Host } from '../../lib/output/host.ts';

export function quietHost(answers: readonly string[] = []): Host & { readonly said: string[] } {
  const left = [...answers];
  const said: string[] = [];
  return {
    said,
    progress: () => undefined,
    say: (line) => said.push(line),
    warn: (sentence) => said.push(sentence),
    confirm: () => Promise.resolve(true),
    ask: () => Promise.resolve(left.shift()),
    signal: new AbortController().signal,
    handSignals: () => () => undefined,
    onInterrupt: (undo) => ({ run: undo, forget: () => undefined }),
  };
}
