/** What `lib/iam` decides, and what the embedded emulator does, on the same policies and the same calls. */
import { ministack } from '../../lib/targets/emulator/ministack/adapter.ts';
import { clientOf } from '../../lib/targets/emulated/accounts.ts';
import { quietHost } from '../support/quiet-host.ts';
import { samplePairs } from './agreement/documents.ts';
import { differences } from './agreement/differences.ts';
import { ask, makeResources, type Answer } from './agreement/place.ts';
import { decisionOn, questionOf, type Question } from './agreement/question.ts';

const place = '_agreement';
const count = 800;

interface Asked {
  readonly question: Question;
  readonly emulator: string;
  /** Does it hold something that the emulator is known to read otherwise? */
  readonly isTouched: boolean;
}

let generated: readonly Asked[] = [];
let smallest: readonly Asked[] = [];

beforeAll(async () => {
  await ministack.prepare(quietHost());
  const run = await ministack.start(place, quietHost());
  try {
    const owner = clientOf(run.endpoint);
    await makeResources(owner);
    const pairs = [...differences.map((each) => each.smallest), ...samplePairs(count)];
    const answers = await ask(owner, pairs);
    const asked = answers.map((answer) => askedOf(answer, new Date()));
    smallest = asked.slice(0, differences.length);
    generated = asked.slice(differences.length);
  } finally {
    await ministack.end(place, run);
  }
});

function askedOf(answer: Answer, now: Date): Asked {
  const question = questionOf(answer, now);
  const isTouched = differences.some((difference) => difference.touches(question));
  return { question, emulator: answer.outcome, isTouched };
}

/** What stands between the two, to be read. */
function disagreements(
  asked: readonly Asked[],
  read: (question: Question) => Question = (question) => question,
): readonly string[] {
  return asked
    .map(({ question, emulator }) => ({ question, emulator, decided: decisionOn(read(question)) }))
    .filter(({ emulator, decided }) => emulator !== decided)
    .map(({ question: { asker, call, context, documents }, emulator, decided }) =>
      JSON.stringify({
        ...{ emulator, decided, asker: asker.name },
        ...{ action: call.action, resource: call.resource, documents, context },
      }),
    );
}

test('300 pairs and more, in which the emulator reads nothing otherwise, are decided as it does', () => {
  const plain = generated.filter(({ isTouched }) => !isTouched);
  expect(plain.length).toBeGreaterThanOrEqual(300);
  expect(disagreements(plain)).toEqual([]);
});

test('every pair is decided as the emulator does once it is read as the emulator reads it', () => {
  const asRead = (question: Question): Question =>
    differences.reduce((read, difference) => difference.asRead(read), question);
  expect(generated).toHaveLength(count);
  expect(disagreements([...smallest, ...generated], asRead)).toEqual([]);
});

test.each(differences.map((each, index) => [each.says, each.page, index] as const))(
  'the emulator still differs: %s; %s decides',
  (_says, _page, index) => {
    const [difference, { question, emulator }] = [differences[index]!, smallest[index]!];
    expect(difference.touches(question)).toBe(true);
    expect(decisionOn(question)).not.toBe(emulator);
    expect(decisionOn(difference.asRead(question))).toBe(emulator);
  },
);

test.each(['sqs', 'sns', 'dynamodb', 's3'])(
  'pairs of %s end in each of the three ways',
  (service) => {
    const outcomes = generated
      .filter(({ question, isTouched }) => question.call.service === service && !isTouched)
      .map(({ emulator }) => emulator);
    expect(new Set(outcomes)).toEqual(new Set(['allowed', 'explicit deny', 'implicit deny']));
  },
);
