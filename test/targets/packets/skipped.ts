/** A test that cannot be run on this machine: counted as skipped, with the reason in its name. */
export function skipped(says: string, why: string): void {
  test.skip(`${says}: skipped: ${why}`, () => undefined);
}
