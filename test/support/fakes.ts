/** A lab, its checks and a judge made for one test. */
import type { Capabilities } from '../../lib/capabilities.ts';
import type { Judged } from '../../lib/checks/runner.ts';
import type { Check, Lab, Way } from '../../lib/lab.ts';
import type { Judge } from '../../lib/targets/target.ts';
import { held, type Verdict } from '../../lib/verdict.ts';

/** A lab with these stages that builds nothing. */
export function labWith(parts: Partial<Lab> = {}): Lab {
  return {
    ...{
      title: 'Fake',
      question: '?',
      level: 100,
      family: 'web',
      minutes: 1,
      costPerMonth: 0,
      costCeiling: 1,
    },
    ...{ services: [], exam: [], stages: ['first', 'second', 'third'] },
    architecture: () => Promise.resolve({ build: () => undefined }),
    checks: () => Promise.resolve({ checks: [] }),
    experiments: () => Promise.resolve({ experiments: [] }),
    ...parts,
  };
}

/** A check that is judged by a fact, unless other ways are given. */
export function checkWith(id: string, parts: Partial<Check> = {}): Check {
  return { id, says: `${id} works`, ways: [wayOf(() => Promise.resolve(held('seen')))], ...parts };
}

export function wayOf(
  judge: () => Promise<Verdict>,
  { needs = ['fact'], given = [] }: Partial<Pick<Way, 'needs' | 'given'>> = {},
): Way {
  return { needs, given, judge };
}

/** A check that nobody has to look into: only its verdict counts. */
export function judgedAs(
  check: string,
  outcome: Judged['outcome'],
  parts: Partial<Judged> = {},
): Judged {
  return {
    ...{ lab: 'fake', stage: 'first', check, says: `${check} works`, target: 'model' },
    ...{
      outcome,
      reason: `${check} ${outcome}`,
      strength: outcome === 'unverified' ? null : 'seen',
    },
    asTold: outcome === 'unverified' ? null : outcome === 'held',
    ...parts,
  };
}

const never = (): never => {
  throw new Error('the fake does not answer');
};

/** Serves `fact`, `http` and `during` by name only: the ways of a test answer by themselves. */
export function fakeJudge(parts: Partial<Judge> = {}): Judge {
  const capabilities: Partial<Capabilities> = { fact: never, http: never, during: never };
  return {
    target: 'model',
    title: 'model',
    features: new Set(),
    capabilities,
    strengthOf: (capability) => (capability === 'fact' ? 'read' : 'seen'),
    lacks: (capability) => `lacks ${capability}`,
    confirmAlive: () => Promise.resolve(),
    ...parts,
  };
}
