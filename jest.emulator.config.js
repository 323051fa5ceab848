/** Labs on a running emulator, one after the other: they share the machine. */
import base from './jest.base.js';

export default {
  ...base,
  testMatch: ['**/*.emulator.test.ts'],
  maxWorkers: 2,
  testTimeout: 900_000,
  setupFiles: ['<rootDir>/test/support/own-lives.ts'],
};
