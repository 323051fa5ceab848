import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['node_modules/', '.lab/', 'cdk.out/', 'coverage/']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 8],
      'max-depth': ['error', 3],
      'max-params': ['error', 3],
      '@typescript-eslint/require-await': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  {
    // Told by the contract to be asynchronous, also where a target answers at once.
    files: ['lib/targets/**/*.ts', 'labs/*/checks/**/*.ts', 'labs/*/checks.ts'],
    rules: { '@typescript-eslint/require-await': 'off' },
  },
  {
    // A stack is a sequence of nouns, read like the drawing; its constructs are made for their effect.
    files: ['labs/**/*.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off' },
  },
  {
    files: ['**/*.test.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      // Assertions that several tests share are named after what they expect.
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }],
      // A test in a user namespace, once per kind of user.
      'jest/no-standalone-expect': ['error', { additionalTestBlockFunctions: ['namespaced'] }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // What runs inside Lambda writes its log with console.
    files: ['labs/*/handlers/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
