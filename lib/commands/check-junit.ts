/** `lab check --junit FILE`: where the verdicts are written for a build server. */
import { lstatSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KitError } from '../errors.ts';
import type { Host } from '../output/host.ts';
import { junitOf, type JUnitSuite } from '../output/junit.ts';
import type { OnAll } from './check-everywhere.ts';
import type { OnOne } from './check.ts';
import { makeFolder, writing } from './writing.ts';

/**
 * Looks that it can be written before anything is judged, which may take minutes, and removes the file of an earlier run:
 * whoever reads it after an error would take the old verdicts for the new.
 * @throws BadOption
 */
export function readyFor(file: string): void {
  if (file === '-')
    throw new KitError('BadOption', '--junit needs a file: standard output has the verdicts', {
      next: 'for example: --junit lab.xml',
    });
  writing(file, () => {
    makeFolder(dirname(file));
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) throw new Error('it is a folder');
    // A device or a pipe has no old verdicts, and has to stay.
    if (found?.isFile() === true) rmSync(file);
  });
}

/** @throws BadOption */
export function writeJUnit(file: string, data: OnOne | OnAll, host: Host): void {
  const suites = 'columns' in data ? suitesOfAll(data) : suitesOf(data, stagesOf(data.asked));
  writing(file, () => {
    writeFileSync(file, junitOf(suites, data.milliseconds));
  });
  host.progress(`wrote ${file}`);
}

function stagesOf(stages: readonly { readonly stage: string }[]): readonly string[] {
  return stages.map(({ stage }) => stage);
}

type OnTarget = Pick<OnOne, 'lab' | 'target' | 'title' | 'verdicts' | 'notExercised'>;

function suitesOf(on: OnTarget, stages: readonly string[]): readonly JUnitSuite[] {
  const { lab, target, title, verdicts, notExercised } = on;
  return stages.map((stage) => ({
    ...{ lab, stage, target, title, notExercised },
    cases: verdicts.filter((each) => each.stage === stage),
  }));
}

/** A target that was not judged is there too, as one case that is skipped. */
function suitesOfAll({ lab, stages, columns, notJudged }: OnAll): readonly JUnitSuite[] {
  return [
    ...columns.flatMap((column) => suitesOf({ lab, ...column }, stagesOf(stages))),
    ...notJudged.map(({ target, reason }) => ({
      ...{ lab, stage: null, target, title: target, notExercised: [] },
      cases: [notJudgedOn(target, reason)],
    })),
  ];
}

function notJudgedOn(target: string, reason: string): JUnitSuite['cases'][number] {
  return {
    ...{ check: target, says: 'every check of the lab', reason },
    ...{ outcome: 'unverified', strength: null, asTold: null },
  };
}
