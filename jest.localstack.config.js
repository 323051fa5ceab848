/** Labs on a LocalStack that was installed before, one after the other: they share the machine. */
import emulator from './jest.emulator.config.js';

export default { ...emulator, testMatch: ['**/*.localstack.test.ts'] };
