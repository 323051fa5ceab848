/** `lab test`: everything the kit holds itself to. The last line is the count of test cases. */
import { exitCodes, KitError } from '../errors.ts';
import {
  isApart,
  partApart,
  parts,
  runPart,
  type Apart,
  type Part,
  type PartResult,
} from '../life/test-parts.ts';
import type { Host, Outcome } from '../output/host.ts';
import { columns, seconds } from '../output/table.ts';
import type { Typed } from './command.ts';

interface Data {
  readonly parts: readonly PartResult[];
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const results: PartResult[] = [];
  for (const part of await partsOf(typed.words, host)) {
    host.progress(part.says);
    const result = await runPart(part, host.signal);
    results.push(result);
    const sums = `${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`;
    host.say(
      `${result.failed === 0 ? 'ok    ' : 'FAILED'}  ${part.says.padEnd(34)} ${seconds(result.milliseconds).padStart(6)}  ${sums}`,
    );
    if (result.failed > 0) host.say(result.words);
  }
  refuseNothingFound(typed.words, results);
  const fine = results.every(({ failed }) => failed === 0);
  return { data: { parts: results }, exitCode: fine ? exitCodes.asTold : exitCodes.otherwise };
}

async function partsOf([first, ...names]: readonly string[], host: Host): Promise<readonly Part[]> {
  if (first === undefined) {
    await preparePackets(host);
    return parts([]);
  }
  if (!isApart(first)) return parts([first, ...names]);
  await installs[first](host);
  return [partApart(first, names)];
}

const installs: Readonly<Record<Apart, (host: Host) => Promise<void>>> = {
  localstack: async (host) => {
    const { installLocalstack } = await import('../targets/localstack/localstack.ts');
    await installLocalstack(host);
  },
  browser: async (host) => {
    const { installBrowser } = await import('../life/browser.ts');
    await installBrowser(host);
  },
};

/** Where it cannot be had, the tests that need it say so and are skipped. */
async function preparePackets(host: Host): Promise<void> {
  const { prepare } = await import('../targets/packets/ground/prepare.ts');
  try {
    await prepare(host);
  } catch (error) {
    if (!(error instanceof KitError)) throw error;
    host.warn(`${error.message}; what needs it is skipped`);
  }
}

/** @throws UnknownTest */
function refuseNothingFound(names: readonly string[], results: readonly PartResult[]): void {
  if (results.some(({ passed, failed, skipped }) => passed + failed + skipped > 0)) return;
  throw new KitError('UnknownTest', `no test has '${names.join("' or '")}' in its path`, {
    next: 'name a part of a path below test/ or labs/, or nothing for everything',
  });
}

export function text({ parts: results }: Data): readonly string[] {
  const sum = (of: (each: PartResult) => number): number =>
    results.reduce((all, each) => all + of(each), 0);
  const reports = results.flatMap(({ report }) => report);
  return [
    ...(reports.length === 0
      ? []
      : [
          '',
          'Lab checks on each target (unverified is neither passed nor failed):',
          ...columns(reports, 2),
        ]),
    '',
    `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed, ${sum(({ skipped }) => skipped)} skipped`,
  ];
}
