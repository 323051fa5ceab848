/** The host of a person at a terminal, or of a pipe: progress on standard error, answers from standard input. */
import { createInterface } from 'node:readline/promises';
import type { Host, Undoing } from './host.ts';
import { visible } from './visible.ts';

export interface HostOptions {
  /** Nothing but the result is wanted on standard output. */
  readonly json: boolean;
  /** Every question is answered with yes. */
  readonly yes: boolean;
}

/** A step that lasts longer than this is shown where no line can be rewritten. */
const slowMilliseconds = 1000;

export class TerminalHost implements Host {
  readonly warnings: string[] = [];
  private readonly options: HostOptions;
  private readonly aborter = new AbortController();
  private readonly undoings: (() => Promise<void>)[] = [];
  private pending: NodeJS.Timeout | undefined;
  private lastKind = '';
  private isStepShown = false;
  private handing: ((signal: NodeJS.Signals) => void) | undefined;
  private readonly rewrites = process.stderr.isTTY;

  constructor(options: HostOptions) {
    this.options = options;
  }

  get signal(): AbortSignal {
    return this.aborter.signal;
  }

  progress(step: string): void {
    if (this.rewrites) {
      this.isStepShown = true;
      const width = process.stderr.columns;
      process.stderr.write(`\r\u001b[K${visible(`... ${step}`).slice(0, width - 1)}`);
      return;
    }
    // In a log the same step with another number is the same line.
    const kind = step.replace(/\d+/g, '');
    if (kind === this.lastKind) return;
    clearTimeout(this.pending);
    this.lastKind = kind;
    this.pending = setTimeout(
      () => process.stderr.write(`${visible(`... ${step}`)}\n`),
      slowMilliseconds,
    );
    this.pending.unref();
  }

  say(line: string): void {
    this.settle();
    if (!this.options.json) process.stdout.write(`${visible(line)}\n`);
  }

  warn(sentence: string): void {
    this.settle();
    if (this.warnings.includes(sentence)) return;
    this.warnings.push(sentence);
    if (!this.options.json) process.stderr.write(`${visible(sentence)}\n`);
  }

  async confirm(question: string): Promise<boolean> {
    if (this.options.yes) return true;
    const answer = await this.ask(`${question} [y/N] `);
    return answer !== undefined && /^y(es)?$/i.test(answer);
  }

  async ask(question: string): Promise<string | undefined> {
    if (!process.stdin.isTTY || this.options.json || this.options.yes) return undefined;
    this.settle();
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    // Without this Ctrl-C at the question would be swallowed by readline.
    lines.on('SIGINT', () => process.emit('SIGINT'));
    try {
      // Ctrl-D answers nothing: the question itself would wait for ever.
      const closed = new Promise<undefined>((resolve) => {
        lines.once('close', () => {
          resolve(undefined);
        });
      });
      const answer = lines.question(visible(question), { signal: this.signal });
      return (await Promise.race([answer, closed]))?.trim();
    } finally {
      lines.close();
    }
  }

  handSignals(to: (signal: NodeJS.Signals) => void): () => void {
    this.settle();
    this.handing = to;
    // Nobody else listens for this one: it would end the command.
    process.on('SIGQUIT', to);
    return () => {
      this.handing = undefined;
      process.off('SIGQUIT', to);
    };
  }

  /** Does somebody else take it? */
  isHanded(signal: NodeJS.Signals): boolean {
    this.handing?.(signal);
    return this.handing !== undefined;
  }

  onInterrupt(undo: () => Promise<void>): Undoing {
    this.undoings.push(undo);
    const forget = (): void => {
      const at = this.undoings.indexOf(undo);
      if (at >= 0) this.undoings.splice(at, 1);
    };
    return {
      forget,
      run: async () => {
        forget();
        await undo();
      },
    };
  }

  /** The last progress line goes away: what follows stands on a line of its own. */
  settle(): void {
    clearTimeout(this.pending);
    // Where no step is shown the line is somebody else's.
    if (this.isStepShown) process.stderr.write('\r\u001b[K');
    this.isStepShown = false;
  }

  /** Ctrl-C: stops what listens, then undoes what was begun, last first. */
  async interrupt(): Promise<void> {
    this.aborter.abort();
    this.settle();
    for (const undo of this.undoings.splice(0).reverse()) await undo();
  }
}
