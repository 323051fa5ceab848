/** A child in the foreground: its exit code, its words, and the signals that go to it. */
import { inForeground, kept } from '../../lib/life/foreground.ts';
import type { Host } from '../../lib/output/host.ts';
import { TerminalHost } from '../../lib/output/terminal-host.ts';
import { quietHost } from '../support/quiet-host.ts';

const sh = (script: string): readonly string[] => ['/bin/sh', '-c', script];

test.each([
  { says: 'an exit code', script: 'exit 7', exitCode: 7 },
  { says: 'a signal as a shell counts it', script: 'kill -TERM $$', exitCode: 143 },
])('$says is passed on', async ({ script, exitCode }) => {
  expect(await inForeground(sh(script), quietHost())).toEqual({ exitCode });
});

test('what it says is kept where that is asked for, each by itself', async () => {
  expect(await kept(sh('echo out; echo err >&2; exit 3'), quietHost())).toEqual({
    ...{ exitCode: 3, stdout: 'out\n', stderr: 'err\n' },
  });
});

test('a program that is not there is a sentence', async () => {
  await expect(kept(['/no/such/program'], quietHost())).rejects.toMatchObject({
    message: '/no/such/program cannot be started',
  });
});

test('a signal goes to it while it runs, and to nobody after', async () => {
  let hand: ((signal: NodeJS.Signals) => void) | undefined;
  const host: Host = {
    ...quietHost(),
    handSignals: (to) => {
      hand = to;
      return () => {
        hand = undefined;
      };
    },
  };
  const running = kept(sh('trap "echo told; exit 9" TERM; while :; do sleep 0.05; done'), host);
  // Until the trap stands.
  await new Promise((resolve) => setTimeout(resolve, 300));
  hand?.('SIGTERM');
  expect(await running).toMatchObject({ exitCode: 9, stdout: 'told\n' });
  expect(hand).toBeUndefined();
});

test("the terminal's host stops for a signal only while nobody takes it", () => {
  const host = new TerminalHost({ json: false, yes: false });
  const taken: string[] = [];
  const before = host.isHanded('SIGTERM');
  const release = host.handSignals((signal) => taken.push(signal));
  const during = host.isHanded('SIGTERM');
  release();
  expect([before, during, host.isHanded('SIGTERM'), taken]).toEqual([
    ...[false, true, false, ['SIGTERM']],
  ]);
});
