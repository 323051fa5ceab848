/** Every case, a deny in every place, and limits that grant nothing: checks 1 to 3. */
import { by, type Check } from '../../../lib/lab.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { answered, judgeAnswer, together, type May } from './asking.ts';
import { judgeCalls } from './calls.ts';
import { asUsual, cases, type Case } from './cases.ts';
import type { Documents } from './documents.ts';
import { atHome } from './home.ts';

export const casesHold: Check<Stage> = {
  id: 'cases-hold',
  says: 'Every case is decided as AWS tells, and by the statement or the silence that it names',
  ways: [
    by(['may'], async ({ may }) =>
      together(
        await Promise.all(
          cases.map(({ id, asked, expect }) =>
            answered(atHome(may), asked, (answer) => judgeAnswer(id, answer, expect)),
          ),
        ),
        'cases',
      ),
    ),
    by(
      ['sdk'],
      ({ sdk }) =>
        judgeCalls(
          sdk,
          cases.filter(({ isReal }) => isReal),
          `cases by calls, of ${cases.length} in the book: decisions only, not what decides`,
        ),
      ['iam-enforced', 'queue-policy'],
    ),
  ],
};

export const denyWins: Check<Stage> = {
  id: 'deny-wins-everywhere',
  says: 'One Deny more, in any of seven places, turns every case that is allowed into an explicit deny',
  ways: [
    by(['may'], async (target) => {
      const may = atHome(target.may);
      const allowed = cases.filter(({ expect }) => expect.decision === 'allowed');
      const all = allowed.flatMap((each) => placesOf(each).map((place) => withDeny(each, place)));
      return together(
        await Promise.all([
          ...allowed.map((each) => judgeIs(may, each, 'allowed')),
          ...all.map((each) => judgeIs(may, each, 'explicit deny')),
        ]),
        `answers to ${allowed.length} allowed cases and ${all.length} with a deny`,
      );
    }),
  ],
};

type Asked = Pick<Case, 'id' | 'asked'>;

function judgeIs(may: May, { id, asked: request }: Asked, wanted: string): Promise<Verdict> {
  return answered(may, request, ({ decision, trace }) =>
    decision === wanted ? held(`${id}: ${decision}`, trace) : failed(`${id}: ${decision}`, trace),
  );
}

const all = { Action: '*', Resource: '*' };
const everything = { Sid: 'All', Effect: 'Allow', ...all };
const added = { Sid: 'Added', Effect: 'Deny', ...all };
const of = (...Statement: readonly object[]): object => ({ Version: '2012-10-17', Statement });
/** For policies that name whom they are about. */
const ofAnybody = (...statements: readonly object[]): object =>
  of(...statements.map((each) => ({ ...each, Principal: '*' })));
const open = { everything: of(everything) };
const closed = { added: of(everything, added) };

/** Where it may stand; a limit allows everything else, so that the deny alone changes anything. */
const places = {
  identity: ({ identity }) => ({ identity: { ...identity, added: of(added) } }),
  resource: ({ resource }) => ({ resource: { ...resource, added: ofAnybody(added) } }),
  boundary: () => ({ boundary: closed }),
  session: ({ session }) => ({ session: { ...session, ...closed } }),
  'SCP of the root': ({ scps = [] }) => ({ scps: [closed, ...scps] }),
  'SCP of the account': ({ scps = [open] }) => ({ scps: [...scps, closed] }),
  RCP: () => ({ rcps: [{ added: ofAnybody(everything, added) }] }),
} satisfies Readonly<Record<string, (documents: Documents) => Documents>>;
type Place = keyof typeof places;

/**
 * All seven of people and roles. A service and the root user have no policies of their own; RCPs have no say about
 * what IAM, an organization and an account are asked for.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
function placesOf({ asked: { who, action } }: Case): readonly Place[] {
  const names = Object.keys(places) as readonly Place[];
  const isService = who.endsWith('.amazonaws.com');
  const hasOwn = !isService && !/^\d{12}$/.test(who);
  return names
    .filter((each) => hasOwn || !['identity', 'boundary', 'session'].includes(each))
    .filter((each) => !isService || !each.startsWith('SCP'))
    .filter((each) => each !== 'RCP' || !/^(iam|organizations|account):/.test(action));
}

function withDeny({ id, asked: request }: Case, place: Place): Asked {
  const { documents = {} } = request;
  const more = (places[place] as (documents: Documents) => Documents)(documents);
  return {
    id: `${id}, denied by ${place}`,
    asked: { ...request, documents: { ...documents, ...more } },
  };
}

const limits: Readonly<Record<string, Documents>> = {
  boundary: { boundary: open },
  SCP: { scps: [open] },
  RCP: { rcps: [{ everything: ofAnybody(everything) }] },
  'session policy': { session: open },
};

export const limitsDoNotGrant: Check<Stage> = {
  id: 'limits-do-not-grant',
  says: 'A boundary, an SCP, an RCP or a session policy that allows everything gives nothing to whom no policy of their own allows it',
  ways: [
    by(['may'], async ({ may }) =>
      together(
        await Promise.all(
          Object.entries(limits).map(([limit, documents]) => {
            const on = '${NotesA.Arn}/docs/a.txt';
            const request = { who: 'NewHire', action: 's3:GetObject', on, documents };
            return judgeIs(may, { id: limit, asked: asUsual(request) }, 'implicit deny');
          }),
        ),
        'limits that allow everything grant nothing',
      ),
    ),
  ],
};
