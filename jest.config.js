/** Everything that needs nothing but Node. */
import base from './jest.base.js';

export default {
  ...base,
  maxWorkers: '100%',
  testPathIgnorePatterns: [
    '/node_modules/',
    '\\.(emulator|packets|localstack|browser)\\.test\\.ts$',
  ],
};
