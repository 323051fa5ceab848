/** The kit's rules against the table of facts in cases.json, which was written from AWS's pages apart from the code. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kitRules } from '../../lib/rules/kit.ts';
import type { Subject } from '../../lib/rules/rule.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawTemplate } from '../../lib/template/template.ts';

interface Case extends Pick<Subject, 'variant'> {
  readonly rule: string;
  /** The fact, one sentence: the name of the test. */
  readonly says: string;
  /** The AWS page it is written from. */
  readonly source: string;
  readonly template: RawTemplate;
  /** Logical ids, in the order of the template. */
  readonly finds: readonly string[];
}

const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, 'cases.json'), 'utf8'),
) as readonly Case[];

describe.each(kitRules)('$id', (rule) => {
  test.each(cases.filter((each) => each.rule === rule.id))(
    '$says',
    ({ template, variant, finds }) => {
      const { resources } = resolveStack({ stack: 'Case', file: 'case.json', raw: template });
      const found = rule.breaches(variant === undefined ? { resources } : { resources, variant });
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
