/** What both suites share. @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/labs', '<rootDir>/test'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  setupFilesAfterEnv: ['aws-cdk-lib/testhelpers/jest-autoclean'],
  randomize: true,
  // Some tests start commands, each a second of Node alone.
  testTimeout: 30_000,
  cacheDirectory: '<rootDir>/.lab/jest',
  modulePathIgnorePatterns: ['<rootDir>/.lab/'],
};
