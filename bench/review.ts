/** What a review takes from a cold process: of labs whose assembly is cached, and of a template of some 1,000 resources. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeTemplate } from './made-network.ts';

/** What is typed after `lab`. */
export interface ReviewTyped {
  readonly says: string;
  readonly words: readonly string[];
  readonly rounds: number;
  readonly before?: () => Promise<void>;
}

const labs = ['alb-asg', 'todo-api', 'vpc-public-private'];

/** @param folder where the template is written */
export function reviews(folder: string): readonly ReviewTyped[] {
  const Resources = madeTemplate(600);
  const file = join(folder, 'made.json');
  let round = 0;
  const renew = (): Promise<void> => {
    round += 1;
    writeFileSync(file, JSON.stringify({ Description: `round ${round}`, Resources }));
    return Promise.resolve();
  };
  const large = `lab review, a template of ${Object.keys(Resources).length} resources`;
  const [now, before] = ['vpc-public-private@6', 'vpc-public-private@5'];
  return [
    ...labs.map((lab) => ({ says: `lab review ${lab}`, rounds: 9, words: ['review', lab] })),
    { says: `lab review ${now}, against @5`, rounds: 9, words: ['review', now, '--base', before] },
    { says: `${large}, never seen`, rounds: 3, words: ['review', file], before: renew },
    { says: `${large}, again`, rounds: 9, words: ['review', file] },
  ];
}
