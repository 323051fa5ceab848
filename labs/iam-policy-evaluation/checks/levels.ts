/** A bucket and its objects, and who may put into a bucket of another account: checks 4 and 10. */
import { refusalOf, type Capabilities, type Properties } from '../../../lib/capabilities.ts';
import { judgePermissions, type Permitted } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { asUsual, cases } from './cases.ts';
import { judgeCalls } from './calls.ts';
import { inTurn } from './turns.ts';

const wanted: readonly (readonly [
  who: string,
  lists: Permitted['expect'],
  gets: Permitted['expect'],
])[] = [
  ['BucketOnly', 'allowed', 'denied'],
  ['ObjectsOnly', 'denied', 'allowed'],
  ['Dave', 'allowed', 'allowed'],
];

const questions: readonly Permitted[] = wanted.flatMap(([who, lists, gets]) => [
  { ...asUsual({ who, action: 's3:ListBucket', on: '${NotesA.Arn}' }), expect: lists },
  { ...asUsual({ who, action: 's3:GetObject', on: '${NotesA.Arn}/docs/a.txt' }), expect: gets },
]);

export const bucketAndObjectLevel: Check<Stage> = {
  id: 'bucket-and-object-level',
  says: 'Whose policy names the bucket lists and does not read, whose names bucket/* reads and does not list, and whose names both does both',
  ways: [
    by(['may'], ({ may }) => judgePermissions(may, questions)),
    by(
      ['sdk'],
      ({ sdk }) =>
        judgeCalls(
          sdk,
          cases.filter(({ id }) => /^(dave|bucket-only|objects-only)-(lists|reads)$/.test(id)),
        ),
      ['iam-enforced'],
    ),
  ],
};

/** Named in the policy of the bucket, allowed by policies of their own: both, one, the other, neither. */
const putters: Readonly<Record<string, Permitted['expect']>> = {
  Dave: 'allowed',
  Olga: 'denied',
  NewHire: 'denied',
  BucketOnly: 'denied',
};

export const crossAccountNeedsTwo: Check<Stage> = {
  id: 'cross-account-needs-two',
  says: "Only who is allowed by account B's bucket policy and by a policy of their own puts into shared-b: dave, and not olga, newhire or a role",
  ways: [
    by(['may'], ({ may }) =>
      judgePermissions(
        may,
        Object.entries(putters).map(([who, expect]) => ({
          ...asUsual({ who, action: 's3:PutObject', on: '${SharedB.Arn}/from-a/a.txt' }),
          expect,
        })),
      ),
    ),
    by(['sdk'], ({ sdk }) => inTurn(() => judgePuts(sdk)), ['iam-enforced', 'cross-account-s3']),
  ],
};

async function judgePuts(sdk: Capabilities['sdk']): Promise<Verdict> {
  const object: Properties = { Bucket: '${SharedB}', Key: 'from-a/a.txt', Body: 'a note' };
  const verdicts: Verdict[] = [];
  for (const [principal, expect] of Object.entries(putters)) {
    const refusal = await refusalOf(sdk('s3', 'PutObject', object, { principal }));
    const says = `${principal}: ${refusal?.code ?? 'it is taken'}`;
    const isExpected = (refusal === undefined) === (expect === 'allowed');
    verdicts.push(isExpected ? held(says) : failed(`${says}, not ${expect}`));
  }
  return every(verdicts);
}
