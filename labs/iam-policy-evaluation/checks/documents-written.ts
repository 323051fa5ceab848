/** The policies as they are written: check 11. */
import { judgeDocuments, policiesIn, type WrittenPolicy } from '../../../lib/checks/policies.ts';
import type { FaultId } from '../../../lib/iam/lint/lint.ts';
import { by, type Check } from '../../../lib/lab.ts';
import type { Stage } from '../lab.ts';
import { documentIn } from './documents.ts';
import { homeOf } from './home.ts';

/** What is in no template. All of them are limits. */
const elsewhere: readonly WrittenPolicy[] = (
  [
    ['scp.json', 'identity'],
    ['full-access.json', 'identity'],
    ['session.json', 'identity'],
    ['rcp.json', 'resource'],
    ['full-rcp.json', 'resource'],
  ] as const
).map(([file, kind]) => ({ name: file, document: documentIn(file), kind, isLimit: true }));

const faults: readonly FaultId[] = [
  ...(['refused', 'malformed-arn', 'unknown-key'] as const),
  ...(['star-star', 'whole-service', 'not-action', 'not-principal'] as const),
];

/** Limits of the template are told by their places. */
const limits = ['Policies/DevBoundary'];

export const noStarStar: Check<Stage> = {
  id: 'no-star-star',
  says: 'Every policy parses, names well-formed ARNs and known keys, and none allows everything, a whole service to strangers, or all but what it lists',
  ways: [
    by(
      ['fact', 'facts'],
      async ({ fact, facts }) => {
        const written = (await policiesIn(facts)).map((each) =>
          limits.includes(each.name) ? { ...each, isLimit: true } : each,
        );
        return judgeDocuments([...written, ...elsewhere], faults, [await homeOf(fact)]);
      },
      { strength: 'proved' },
    ),
  ],
};
