/** What may be lost without a client noticing: a zone, a host, a host with a request on it. Checks 7 to 9. */
import { judgeReaches } from '../../../lib/checks/network.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { ask, page, type Http } from './answers.ts';
import { attributeOf } from './template.ts';

const firstZone = { kind: 'lose-zone', zone: 1 } as const;
const backWithinSeconds = 60;
const longestRequestSeconds = 20;

async function judgePage(http: Http): Promise<Verdict> {
  const { status, host, evidence } = await ask(http);
  return status === 200
    ? held(`${host} answers 200`, evidence)
    : failed(`the answer is ${status}`, evidence);
}

export const losesAZone: Check<Stage> = {
  id: 'loses-a-zone',
  says: 'With the first zone gone, requests by name succeed from at latest 60 seconds on',
  ways: [
    by(['http', 'during', 'eventually', 'steadily'], ({ http, during, eventually, steadily }) =>
      during(firstZone, async () => {
        const answers = async (): Promise<boolean> => (await ask(http)).status === 200;
        if (!(await eventually('the page answers', backWithinSeconds, answers)))
          return failed(`no 200 within ${backWithinSeconds} s of the loss`);
        const steady = { what: 'the page answers', forSeconds: 30, perSecond: 2 };
        return steadily(steady, () => judgePage(http));
      }),
    ),
    by(['reach', 'during'], ({ reach, during }) =>
      during(firstZone, async () =>
        every([
          await judgeReaches(reach, { from: 'internet', to: 'Alb', on: 'tcp/80' }),
          await judgeReaches(reach, { from: 'Alb', to: 'Fleet', on: 'tcp/8080' }),
        ]),
      ),
    ),
  ],
};

export const inFlightFinishes: Check<Stage> = {
  id: 'in-flight-finishes',
  says: 'A request of 20 seconds that runs on a host when it is taken out of service ends with 200',
  ways: [
    by(['http', 'during'], async ({ http, during }) => {
      const { host } = await ask(http);
      const slow = { ...page, path: `/slow?ms=${longestRequestSeconds * 1000}` };
      // Two nodes, each in turn to two hosts: two of four run on the host that goes.
      const running = [slow, slow, slow, slow].map((each) => ask(http, each));
      const answers = await during({ kind: 'terminate', of: host }, () => Promise.all(running));
      const lost = answers.find(({ status }) => status !== 200);
      return lost === undefined
        ? held('all requests ended with 200', answers[0]?.evidence)
        : failed(`a request in flight ended with ${lost.status}`, lost.evidence);
    }),
    by(['fact'], async ({ fact }) => {
      const delay = attributeOf(await fact('Targets'), 'deregistration_delay.timeout_seconds');
      const seconds = Number(delay ?? 300);
      const says = `a host that goes has ${seconds} s to finish`;
      return seconds >= longestRequestSeconds
        ? held(says)
        : failed(`${says}, a request takes up to ${longestRequestSeconds}`);
    }),
  ],
};

/** No proof of the model: how long a host takes to boot is in no template. */
export const oneDownNoGap: Check<Stage> = {
  id: 'one-down-no-gap',
  says: 'While one host is terminated, five requests a second succeed for three minutes',
  ways: [
    by(['http', 'during', 'steadily'], async ({ http, during, steadily }) => {
      const { host } = await ask(http);
      const steady = { what: 'the page answers 200', forSeconds: 180, perSecond: 5 };
      return during({ kind: 'terminate', of: host }, () => steadily(steady, () => judgePage(http)));
    }),
  ],
};
