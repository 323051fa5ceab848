/** Pages in a Chromium, one after the other. */
import emulator from './jest.emulator.config.js';

export default { ...emulator, testMatch: ['**/*.browser.test.ts'], testTimeout: 120_000 };
