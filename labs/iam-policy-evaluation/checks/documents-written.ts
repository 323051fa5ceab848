/** The policies as they are written: check 11. */
import type { Capabilities } from '../../../lib/capabilities.ts';
import { judgeDocuments, policiesIn, type WrittenPolicy } from '../../../lib/checks/policies.ts';
import type { FaultId } from '../../../lib/iam/lint/lint.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { eachTold } from './asking.ts';
import { documentIn } from './documents.ts';

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
  says: 'Every policy parses, names well-formed ARNs and known keys, none allows everything, a whole service to strangers, or all but what it lists, and nobody has AdministratorAccess without a boundary',
  ways: [
    by(
      ['facts'],
      async ({ facts }) => {
        const written = (await policiesIn(facts)).map((each) =>
          limits.includes(each.name) ? { ...each, isLimit: true } : each,
        );
        return eachTold([
          judgeDocuments([...written, ...elsewhere], faults, homesIn(written)),
          await judgeHolders(facts),
        ]);
      },
      { strength: 'proved' },
    ),
  ],
};

/** The account that the policies name most often: none of them alone, when it is amiss, makes it another. */
function homesIn(written: readonly WrittenPolicy[]): readonly string[] {
  const named = JSON.stringify(written).match(/(?<!\d)\d{12}(?!\d)/g) ?? [];
  const times = (account: string): number => named.filter((each) => each === account).length;
  return [...new Set(named)].sort((one, other) => times(other) - times(one)).slice(0, 1);
}

const administrator = /:iam::aws:policy\/AdministratorAccess$/;

/** AWS's own policies are no documents of the template: who has the one that allows everything? Groups have no boundary. */
async function judgeHolders(facts: Capabilities['facts']): Promise<Verdict> {
  const types = ['AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Role'];
  const holders = (await Promise.all(types.map(async (type) => [...(await facts(type))]))).flat();
  const open = holders.find(
    ([, { ManagedPolicyArns, PermissionsBoundary }]) =>
      isAdministrator(ManagedPolicyArns) &&
      (PermissionsBoundary === undefined || isAdministrator(PermissionsBoundary)),
  );
  if (open === undefined) return held('nobody has AdministratorAccess without a boundary');
  const [resource, { ManagedPolicyArns: value }] = open;
  const evidence = { kind: 'fact', resource, property: 'ManagedPolicyArns', value } as const;
  return failed(`${resource} has AdministratorAccess without a permissions boundary`, evidence);
}

function isAdministrator(arns: unknown): boolean {
  return [arns ?? []].flat().some((each) => typeof each === 'string' && administrator.test(each));
}
