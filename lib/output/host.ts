/** What a command may say and ask while it works. Commands speak to a host; what it looks like is chosen once, at the edge. */

export interface Host {
  /** A long step begins or goes on: `deploying TodoApi (12 of 31)`. */
  progress(step: string): void;
  /** A finished fact worth a line while the command is still running. */
  say(line: string): void;
  /** Something that the person should know, which is no error. */
  warn(sentence: string): void;
  /** A yes-or-no question; `--yes` or CI=true answers it. */
  confirm(question: string): Promise<boolean>;
  /** A free answer, or nothing where nobody is there to ask. */
  ask(question: string): Promise<string | undefined>;
  /** Aborted by Ctrl-C. Long work listens. */
  readonly signal: AbortSignal;
  /** Until what it gives is called, signals end no command: they go to a child that has its own way with them. */
  handSignals(to: (signal: NodeJS.Signals) => void): () => void;
  /** Clean-up that must also run when the command is interrupted. */
  onInterrupt(undo: () => Promise<void>): Undoing;
}

/** A clean-up that stands ready. */
export interface Undoing {
  /** Runs it now, and not again. */
  run(): Promise<void>;
  /** What it would have undone is meant to stay. */
  forget(): void;
}

/** What a command gives back: data for machines, and what it means for the exit code. */
export interface Outcome<Data> {
  readonly data: Data;
  readonly exitCode: number;
}

/** Nobody listens: for work that was announced before, or that is not worth a word. */
export const silent: Host = {
  progress: () => undefined,
  say: () => undefined,
  warn: () => undefined,
  confirm: () => Promise.resolve(false),
  ask: () => Promise.resolve(undefined),
  signal: new AbortController().signal,
  handSignals: () => () => undefined,
  onInterrupt: (undo) => ({ run: undo, forget: () => undefined }),
};
