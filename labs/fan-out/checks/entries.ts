/** Entries in order, and each once: checks 11 and 12. */
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Entry } from '../handlers/order.ts';
import type { Stage } from '../lab.ts';
import { judgeCount, teamAt, type Letter } from './mail.ts';
import { manyOf, newMark, runPublisher, type Eyes } from './messages.ts';

const listeners = ['Books', 'Mirror', 'Report'] as const;
type Listener = (typeof listeners)[number];
const accounts = 5;
const entries = 50;
const withinSeconds = 20;

export const sameOrderInBoth: Check<Stage> = {
  id: 'same-order-in-both',
  says: 'Books and Mirror get the 50 entries of five accounts in the same order for each account; Report gets them in any',
  ways: [
    by(['sdk', 'eventually'], async (eyes) => {
      const mark = newMark();
      const sent = manyOf(entries, (index) => entryOf(mark, index));
      const failure = await runPublisher(eyes.sdk, '${Bookkeeper}', { entries: sent });
      if (failure !== undefined) return failure;
      const got = await gathered(eyes, mark, entries);
      return every([
        judgeOrder('Books', got.Books, sent),
        judgeOrder('Mirror', got.Mirror, sent),
        judgeCount('Report', { count: entries, got: new Set(idsIn(got.Report)).size }),
      ]);
    }),
  ],
};

export const fifoRepeatsDropped: Check<Stage> = {
  id: 'fifo-repeats-dropped',
  says: 'An entry that is published twice is in each queue once',
  ways: [
    by(
      ['sdk', 'eventually'],
      async (eyes) => {
        const mark = newMark();
        const entry = entryOf(mark, 0);
        const failure = await runPublisher(eyes.sdk, '${Bookkeeper}', { entries: [entry, entry] });
        if (failure !== undefined) return failure;
        const got = await gathered(eyes, mark, 1);
        return every(
          listeners.map((name) => judgeCount(name, { count: 1, got: got[name].length })),
        );
      },
      ['sns-fifo'],
    ),
  ],
};

/** What each listener gets, where it is to get so many. */
async function gathered(
  eyes: Eyes,
  mark: string,
  count: number,
): Promise<Readonly<Record<Listener, readonly Letter[]>>> {
  const at = async (name: Listener): Promise<readonly Letter[]> => {
    const team = await teamAt(eyes, `\${${name}}`, mark);
    await team.readUntil(count, withinSeconds);
    await team.settle();
    return team.got;
  };
  const [Books, Mirror, Report] = await Promise.all([at('Books'), at('Mirror'), at('Report')]);
  return { Books, Mirror, Report };
}

function entryOf(mark: string, index: number): Entry {
  return {
    entryId: `${mark}-${index}`,
    account: `${mark}-account-${index % accounts}`,
    amountCents: index,
  };
}

/** Per account as it was sent, and every account one group. */
function judgeOrder(name: string, got: readonly Letter[], sent: readonly Entry[]): Verdict {
  const groups = new Set(got.map(({ group }) => group));
  if (groups.size !== accounts)
    return failed(`${name} gets ${groups.size} groups, not one for each of ${accounts} accounts`);
  const wrong = [...groups].find((group) => {
    const ofGroup = idsIn(got.filter((each) => each.group === group));
    const ofAccount = sent.filter(({ account }) => account === group);
    return ofGroup.join(' ') !== ofAccount.map(({ entryId }) => entryId).join(' ');
  });
  return wrong === undefined
    ? held(`${name} gets ${got.length} in the order of each account`)
    : failed(`${name} gets ${wrong} in another order, or not whole`);
}

function idsIn(letters: readonly Letter[]): readonly string[] {
  return letters.map(({ body }) => {
    const { Message } = JSON.parse(body) as { readonly Message: string };
    return (JSON.parse(Message) as Entry).entryId;
  });
}
