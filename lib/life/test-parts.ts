/** The parts of `lab test`: tools that pass or fail as one case, and jest suites that count their cases. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { made, root } from '../root.ts';

export interface Part {
  readonly says: string;
  /** A program of node_modules with its words. */
  readonly command: readonly string[];
  /** Counts its own test cases in a report of jest. */
  readonly isJest: boolean;
}

export interface PartResult {
  readonly says: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly milliseconds: number;
  /** What it printed, for a reader who wants to know why it failed. */
  readonly words: string;
  /** Rows on lab checks that its suites wrote down. */
  readonly report: readonly (readonly string[])[];
}

const tools: readonly Part[] = [
  { says: 'types', command: ['tsc'], isJest: false },
  { says: 'lint', command: ['eslint', '.'], isJest: false },
  { says: 'format', command: ['prettier', '--check', '.'], isJest: false },
  {
    says: 'walls between the parts',
    command: ['depcruise', 'bin', 'lib', 'labs', 'test'],
    isJest: false,
  },
  { says: 'nothing unused', command: ['knip'], isJest: false },
];

/** What needs something that is installed for it, by the word that asks for it. */
const apart = {
  localstack: 'labs on LocalStack',
  browser: 'pages in a browser',
};
export type Apart = keyof typeof apart;

export function isApart(word: string | undefined): word is Apart {
  return word !== undefined && Object.hasOwn(apart, word);
}

/** Its tests, or only those whose path contains one of the names. */
export function partApart(word: Apart, names: readonly string[]): Part {
  const config = `jest.${word}.config.js`;
  return {
    says: apart[word],
    command: ['jest', '--ci', '--config', config, ...names],
    isJest: true,
  };
}

/** Everything that needs none, or only the tests whose path contains one of the names. */
export function parts(names: readonly string[]): readonly Part[] {
  const offline = {
    says: 'unit, snapshots, rules, labs on model',
    command: ['jest', '--ci', ...names],
    isJest: true,
  };
  const emulator = {
    says: 'labs on emulator',
    command: ['jest', '--ci', '--config', 'jest.emulator.config.js', ...names],
    isJest: true,
  };
  const packets = {
    says: 'labs on packets',
    command: ['jest', '--ci', '--config', 'jest.packets.config.js', ...names],
    isJest: true,
  };
  if (names.length > 0)
    return [offline, emulator, packets].map((part) => ({
      ...part,
      command: [...part.command, '--passWithNoTests'],
    }));
  return [...tools, offline, emulator, packets];
}

const reports = join(made, 'test');
/** Where suites leave rows for the report, a JSON file each. */
export const labReports = join(reports, 'labs');

/** Runs it to its end. A part that crashes counts as one failed case. */
export async function runPart(
  { says, command, isJest }: Part,
  signal: AbortSignal,
): Promise<PartResult> {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(labReports, { recursive: true });
  const since = performance.now();
  const file = join(reports, 'jest.json');
  const [program = '', ...words] = command;
  const more = isJest ? ['--json', '--outputFile', file] : [];
  const { code, output } = await finished(
    join(root, 'node_modules', '.bin', program),
    [...words, ...more],
    signal,
  );
  const counts = isJest
    ? countedBy(file, code)
    : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  return {
    says,
    ...counts,
    milliseconds: performance.now() - since,
    words: output.trim(),
    report: reportRows(),
  };
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function countedBy(file: string, code: number): Pick<PartResult, 'passed' | 'failed' | 'skipped'> {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    // jest may also fail without a failed test: an obsolete snapshot, a worker that crashed.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function reportRows(): readonly (readonly string[])[] {
  return readdirSync(labReports)
    .sort()
    .flatMap(
      (name) =>
        JSON.parse(readFileSync(join(labReports, name), 'utf8')) as readonly (readonly string[])[],
    );
}

function finished(
  program: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: root,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (output += text.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}
