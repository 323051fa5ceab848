/** `lib/iam` against what AWS's pages say. */
import { decide } from '../../lib/iam/decide/decide.ts';
import { readDocument } from '../../lib/iam/policy/read.ts';
import type { Document } from '../../lib/iam/policy/statement.ts';
import { decisionOn, facts, speaking } from './facts-table.ts';

const problems: Document['problems'][number][] = [];
const evaluator = {
  decide,
  readDocument: (...asked: Parameters<typeof readDocument>): Document => {
    const document = readDocument(...asked);
    problems.push(...document.problems);
    return document;
  },
};

describe.each(facts)('%s', (_, own) => {
  test.each(own.map((fact) => [fact.id, fact.says, fact] as const))('%s: %s', (__, ___, fact) => {
    const decision = decisionOn(fact, evaluator);

    expect(decision.decision).toBe(fact.expected);
    expect(speaking(decision)).toEqual(expect.arrayContaining([fact.by ?? '']));
    expect(problems.splice(0)).toEqual([]);
  });
});
