/** `lab show LAB`: one lab, made from its manifest, checks and experiments. */
import { checksOf, experimentsOf } from '../catalog.ts';
import { statements } from '../exam.ts';
import { exitCodes } from '../errors.ts';
import type { Check, Experiment, Lab } from '../lab.ts';
import type { Host, Outcome } from '../output/host.ts';
import { wrapped, wrappedColumns } from '../output/table.ts';
import { parametersOf } from '../parameters.ts';
import type { Typed } from './command.ts';
import { typedLab } from './lab-words.ts';

interface Data extends Omit<Lab, 'architecture' | 'checks' | 'experiments'> {
  readonly id: string;
  readonly checks: readonly (Pick<Check, 'id' | 'says'> & {
    readonly told: Check['told'] | null;
  })[];
  readonly experiments: readonly Pick<Experiment, 'id' | 'stage' | 'says'>[];
}

export async function run(typed: Typed, _host: Host): Promise<Outcome<Data>> {
  const { id, lab } = await typedLab(typed);
  const {
    architecture: _architecture,
    checks: _checks,
    experiments: _experiments,
    ...manifest
  } = lab;
  const data = {
    ...manifest,
    id,
    parameters: parametersOf(lab),
    checks: (await checksOf(id)).map(({ id: check, says, told = null }) => ({
      id: check,
      says,
      told,
    })),
    experiments: (await experimentsOf(id)).map(({ id: experiment, stage, says }) => ({
      id: experiment,
      stage,
      says,
    })),
  };
  return { data, exitCode: exitCodes.asTold };
}

export function text(lab: Data): readonly string[] {
  const exam = lab.exam.map((each) => `${each} ${statements[each] ?? ''}`);
  return [
    `${lab.id}: ${lab.title}`,
    wrapped(lab.question),
    '',
    ...wrappedColumns(
      [
        ['level', `${lab.level}, ${lab.family}, about ${lab.minutes} minutes`],
        ['services', lab.services.join(', ')],
        ['exam', exam.join('; ')],
        ...(lab.firstCall === undefined ? [] : [['try', `./lab call ${lab.id} ${lab.firstCall}`]]),
        ['stages', lab.stages.map((each, index) => `${index + 1} ${each}`).join(' · ')],
        [
          'choose',
          Object.entries(lab.parameters ?? {})
            .map(([name, each]) => `-c ${name}=${each.default}`)
            .join('  '),
        ],
      ],
      2,
    ),
    '',
    'Checks',
    ...wrappedColumns(
      lab.checks.map(({ id, says }) => [id, says]),
      2,
    ),
    '',
    'Experiments (what fails is for you to predict)',
    ...wrappedColumns(
      lab.experiments.map(({ id, stage, says }) => [id, stage, says]),
      2,
    ),
    '',
    `Read labs/${lab.id}/README.md, then ./lab up ${lab.id}`,
  ];
}
