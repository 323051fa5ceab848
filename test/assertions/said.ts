/** What an assertion says. */
import { thrownBy } from '../template/folder.ts';

/** The message of what it threw; empty where it held. */
export function said(run: () => void): string {
  const thrown = thrownBy(run);
  return thrown instanceof Error ? thrown.message : '';
}
