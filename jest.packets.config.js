/** Labs in namespaces of this machine, their lives beside each other: mostly they wait. */
import emulator from './jest.emulator.config.js';

export default { ...emulator, testMatch: ['**/*.packets.test.ts'], maxWorkers: 1 };
