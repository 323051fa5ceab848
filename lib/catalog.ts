/** Labs found by folder: the one door from lib to labs. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { KitError, messageOf } from './errors.ts';
import type { Check, CounterExample, Experiment, Lab } from './lab.ts';
import { nearest } from './nearest.ts';
import { labModules, moduleSuffix } from './root.ts';

/** Ids of all labs, which are the names of their folders, in order. */
export function labIds(): readonly string[] {
  if (!existsSync(labModules)) return [];
  return readdirSync(labModules, { withFileTypes: true })
    .filter((each) => each.isDirectory() && !each.name.startsWith('.'))
    .map((each) => each.name)
    .sort();
}

/** Asked for one name, not of the whole list: a catalogue of a hundred would be read a hundred times. */
function isLab(id: string): boolean {
  return /^[a-z0-9-]+$/.test(id) && existsSync(join(labModules, id));
}

/**
 * The manifest of a lab; loads neither CDK nor checks.
 * @throws UnknownLab, BrokenLab
 */
export async function loadLab(id: string): Promise<Lab> {
  if (!isLab(id)) {
    const ids = labIds();
    throw new KitError('UnknownLab', `no lab is called '${id}'`, {
      next: nearest(id, ids) ?? `there are: ${ids.join(', ')}`,
    });
  }
  const file = join(labModules, id, `lab${moduleSuffix}`);
  if (!existsSync(file))
    throw new KitError('BrokenLab', `the folder labs/${id} lacks lab.ts`, {
      next: 'CONTRIBUTING.md shows what a lab is made of',
    });
  const module = await part(id, () => import(file) as Promise<{ default?: Lab }>);
  if (!Array.isArray(module.default?.stages) || typeof module.default.architecture !== 'function')
    throw new KitError('BrokenLab', `labs/${id}/lab.ts has no default export made by defineLab`);
  return guarded(id, module.default);
}

/** Checks of the lab, in the order of its file. */
export async function checksOf(id: string): Promise<readonly Check[]> {
  const lab = await loadLab(id);
  return (await lab.checks()).checks;
}

/** Experiments of the lab, which learners are shown. */
export async function experimentsOf(id: string): Promise<readonly Experiment[]> {
  const lab = await loadLab(id);
  return (await lab.experiments()).experiments;
}

/** Experiments and counter-examples: everything that a check of this lab has been seen to fail under. */
export async function faultsOf(id: string): Promise<readonly CounterExample[]> {
  const lab = await loadLab(id);
  const { experiments, counterExamples = [] } = await lab.experiments();
  return [...experiments, ...counterExamples];
}

/** @throws UnknownExperiment */
export async function faultOf(labId: string, id: string): Promise<CounterExample> {
  const found = (await faultsOf(labId)).find((each) => each.id === id);
  if (found !== undefined) return found;
  const ids = (await experimentsOf(labId)).map((each) => each.id);
  throw new KitError('UnknownExperiment', `${labId} has no experiment '${id}'`, {
    next: nearest(id, ids) ?? `there are: ${ids.join(', ')}`,
  });
}

/** The parts of a lab are loaded late: whatever is wrong with one is said with the lab's name. */
function guarded(id: string, lab: Lab): Lab {
  return {
    ...lab,
    architecture: () => part(id, lab.architecture),
    checks: () => part(id, lab.checks),
    experiments: () => part(id, lab.experiments),
  };
}

async function part<T>(id: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof KitError) throw error;
    throw new KitError(
      'BrokenLab',
      `labs/${id} does not load: ${messageOf(error).split('\n')[0]}`,
      {
        cause: error,
        next: `mend it, or look at it with npm run types`,
      },
    );
  }
}
