/** What an assertion throws: one Error whose message says all that a reader of a test's output needs. */
/** What was expected is not so, or is not known to be so. */
export class ExpectationFailed extends Error {
  override readonly name = 'ExpectationFailed';
  constructor(expected: string, explanation: readonly string[]) {
    super([`expected ${expected}`, '', ...explanation].join('\n'));
  }
}
