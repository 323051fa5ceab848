/** Rights by groups, and why two colleagues differ: checks 5 and 6. */
import type { Capabilities, PermissionRequest } from '../../../lib/capabilities.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { parsePlaceholder } from '../../../lib/template/placeholder.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { together, type May } from './asking.ts';
import { cases } from './cases.ts';
import { atHome } from './home.ts';
import { judgeMembership } from './membership.ts';

type Template = Pick<Capabilities, 'fact' | 'facts'>;

export const newHireGetsTheGroup: Check<Stage> = {
  id: 'new-hire-gets-the-group',
  says: 'With the policies of developers newhire gets the decisions that dave gets, and no user has a policy of their own',
  ways: [
    by(
      ['may', 'fact', 'facts'],
      async ({ may, ...template }) =>
        every([
          await judgeVectors(atHome(may), await policiesOfGroup(template)),
          await judgeOwn(template),
        ]),
      { strength: 'proved' },
    ),
    by(
      ['sdk', 'eventually'],
      judgeMembership,
      // An emulator that asks no policies may well drop those that a template gives a user.
      ['iam-enforced'],
    ),
  ],
};

/** Cases that name nobody: whoever is in the group is asked in dave's place. */
const vector = cases.filter(({ layers }) => layers.resource === undefined);

async function judgeVectors(may: May, group: Readonly<Record<string, unknown>>): Promise<Verdict> {
  const verdicts = vector.map(async ({ id, asked }) => {
    const { documents = {} } = asked;
    const joined = { ...documents, identity: { ...documents.identity, ...group } };
    const dave = await may({ ...asked, who: 'Dave' });
    const newHire = await may({ ...asked, who: 'NewHire', documents: joined });
    return dave.decision === newHire.decision
      ? held(`${id}: ${dave.decision} for both`, newHire.trace)
      : failed(`${id}: ${dave.decision} for dave, ${newHire.decision} for newhire`, newHire.trace);
  });
  return together(await Promise.all(verdicts), 'decisions are the same for dave and for newhire');
}

/** What the group developers hands on. */
async function policiesOfGroup({
  fact,
  facts,
}: Template): Promise<Readonly<Record<string, unknown>>> {
  const { ManagedPolicyArns = [] } = await fact('People/Developers');
  const attached = (ManagedPolicyArns as readonly string[]).map(logicalIdIn);
  const policies = [...(await facts('AWS::IAM::ManagedPolicy'))];
  return Object.fromEntries(
    policies
      .filter(([place]) => attached.includes(place.replaceAll(/[^A-Za-z0-9]/g, '')))
      .map(([place, { PolicyDocument }]) => [place, PolicyDocument]),
  );
}

/** `${PoliciesDevelopers}` -> its id, without the eight digits that the CDK puts behind those of its own constructs. */
function logicalIdIn(placeholder: string): string {
  return (parsePlaceholder(placeholder)?.logicalId ?? '').replace(/[0-9A-F]{8}$/, '');
}

async function judgeOwn({ facts }: Template): Promise<Verdict> {
  const users = [...(await facts('AWS::IAM::User'))];
  const policies = [
    ...(await facts('AWS::IAM::Policy')).values(),
    ...(await facts('AWS::IAM::ManagedPolicy')).values(),
    ...(await facts('AWS::IAM::UserPolicy')).values(),
  ];
  const given = policies.flatMap(({ Users, UserName }) =>
    [Users ?? [], UserName ?? []].flat().map(String),
  );
  const named = users.filter(
    ([, { Policies, ManagedPolicyArns, UserName }]) =>
      [Policies ?? [], ManagedPolicyArns ?? []].flat().length > 0 ||
      given.includes(String(UserName)),
  );
  const [first] = [...named.map(([place]) => place), ...given];
  return first === undefined
    ? held('no user has a policy of their own')
    : failed(`${first} has a policy of their own`);
}

/** On what dave and olga differ: the action, and what allows it to the one who may. */
const differences: readonly string[] = [
  'dynamodb:Scan on Songs: Olga by ScanSongs',
  'sqs:SendMessage on Orders: Olga by RunOrders',
  'sqs:ReceiveMessage on Orders: Olga by RunOrders',
  'sqs:DeleteMessage on Orders: Olga by RunOrders',
  'sqs:GetQueueAttributes on Orders: Olga by RunOrders',
  's3:PutObject on SharedB: Dave by FromAccountA',
];

export const colleagueDifference: Check<Stage> = {
  id: 'colleague-difference-is-explained',
  says: 'Dave and olga differ in five actions of the operators and in what account B lets dave do, each with the statement that causes it',
  ways: [by(['may'], ({ may }) => judgeDifferences(may))],
};

const plain = cases
  .filter(({ asked, layers }) => Object.keys(layers).length === 0 && !asked.who.includes('.'))
  .map(({ asked }) => asked);

async function judgeDifferences(may: May): Promise<Verdict> {
  const found = await Promise.all(plain.map((asked) => differenceIn(may, asked)));
  const seen = new Set(found.flatMap((each) => each ?? []));
  const missing = differences.find((each) => ![...seen].some((one) => isSame(one, each)));
  const more = [...seen].find((one) => !differences.some((each) => isSame(one, each)));
  if (more !== undefined) return failed(`they differ besides in ${more}`);
  return missing === undefined
    ? held(`they differ in ${[...seen].join('; ')}`)
    : failed(`they do not differ in ${missing}`);
}

/** A target that names no statement tells who may alone. */
function isSame(seen: string, told: string): boolean {
  return seen === told || told.startsWith(`${seen} by `);
}

async function differenceIn(
  may: May,
  { action, on, context = {} }: PermissionRequest,
): Promise<string | undefined> {
  const asked = { action, on, context };
  const answers = await Promise.all(['Dave', 'Olga'].map((who) => may({ ...asked, who })));
  const allowed = answers.map(({ decision }) => decision === 'allowed');
  if (allowed[0] === allowed[1]) return undefined;
  const sid = answers.find(({ decision }) => decision === 'allowed')?.by?.sid;
  const place = on.replace(/^\$\{([^.}]+).*$/, '$1');
  const who = allowed[0] === true ? 'Dave' : 'Olga';
  return `${action} on ${place}: ${who}${sid === undefined ? '' : ` by ${sid}`}`;
}
