/** The kit's rules against the table of facts in cases/, which was written from AWS's pages apart from the code. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kitRules } from '../../lib/rules/kit.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawTemplate } from '../../lib/template/template.ts';

interface Case {
  readonly variant?: 'learning' | 'production';
  readonly rule: string;
  /** The fact, one sentence: the name of the test. */
  readonly says: string;
  /** The AWS page it is written from. */
  readonly source: string;
  readonly template: RawTemplate;
  /** Logical ids, in the order of the template. */
  readonly finds: readonly string[];
}

const folder = join(import.meta.dirname, 'cases');
const cases = readdirSync(folder).flatMap(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Case[],
);

describe.each(kitRules)('$id', (rule) => {
  test.each(cases.filter((each) => each.rule === rule.id))(
    '$says',
    ({ template, variant, finds }) => {
      const { resources } = resolveStack({ stack: 'Case', file: 'case.json', raw: template });
      const found = rule.breaches(subjectOf(resources, variant));
      expect(found.map(({ logicalId }) => logicalId)).toEqual(finds);
    },
  );

  test('has cases that it finds and cases that it leaves alone', () => {
    const mine = cases.filter((each) => each.rule === rule.id);
    expect(mine.some(({ finds }) => finds.length > 0)).toBe(true);
    expect(mine.some(({ finds }) => finds.length === 0)).toBe(true);
  });

  test('speaks in a predicate, a sentence and a page of AWS', () => {
    expect(rule.says).toMatch(/^[a-z].*[^.]$/);
    expect(rule.because).toMatch(/^[A-Z].*\.$/);
    expect(rule.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});

test('every rule has a file of its name, and every case a rule', () => {
  const ids = kitRules.map(({ id }) => id);
  const files = readdirSync(join(import.meta.dirname, '../../lib/rules/kit'));
  expect(files.map((file) => `kit/${file.replace(/\.ts$/, '')}`).toSorted()).toEqual(ids);
  expect(new Set(cases.map(({ rule }) => rule))).toEqual(new Set(ids));
});
