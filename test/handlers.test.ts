import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Stack } from 'aws-cdk-lib';
import { bundledHandler } from '../lib/handlers.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-handlers-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A handler file with this text; the kit takes its URL as a lab gives it. */
function handler(name: string, text: string): URL {
  writeFileSync(join(folder, name), text);
  return pathToFileURL(join(folder, name));
}

/** Where the code of a handler lies, as the CDK will pack it. */
function assetOf(url: URL): { readonly path: string; readonly hash: string } {
  const code = bundledHandler(url);
  const { s3Location } = code.bind(new Stack());
  return { path: (code as unknown as { path: string }).path, hash: s3Location?.objectKey ?? '' };
}

const right = `
  import { greeting } from './greeting.ts';
  export const handler = (name: string): string => greeting + name;
`;

test('a handler becomes one CommonJS file with what it imports', () => {
  handler('greeting.ts', `export const greeting: string = 'hello ';`);
  const { path } = assetOf(handler('right.ts', right));
  const manifest = readFileSync(join(path, 'package.json'), 'utf8');
  expect(JSON.parse(manifest)).toEqual({ type: 'commonjs' });
  const module = createRequire(import.meta.filename)(join(path, 'index.js')) as {
    handler(name: string): string;
  };
  expect(module.handler('A')).toBe('hello A');
});

test('the same source gives the same code, another source another', () => {
  const text = `export const handler = () => 'one';`;
  const [one, same] = [assetOf(handler('one.ts', text)), assetOf(handler('same.ts', text))];
  expect(same).toEqual(one);
  expect(assetOf(handler('other.ts', text.replace('one', 'two'))).hash).not.toBe(one.hash);
});

test.each([
  {
    says: 'does not compile',
    text: 'export const a = 1;\n\nexport const handler = () => {;\n',
    message: /broken\.ts:4: Unexpected end of file/,
  },
  {
    says: 'imports what is not there',
    text: `export const a = 1;\nimport { b } from './nowhere.ts';\nexport const handler = b;\n`,
    message: /broken\.ts:2: Could not resolve "\.\/nowhere\.ts"/,
  },
])('refuses a handler that $says, with file and line', ({ text, message }) => {
  const url = handler('broken.ts', text);
  expect(() => bundledHandler(url)).toThrow(
    expect.objectContaining({
      code: 'HandlerDoesNotCompile',
      message: expect.stringMatching(message) as string,
      next: 'mend that line and run the command again',
    }) as Error,
  );
});

test('refuses a handler that is not there, and names it', () => {
  const url = pathToFileURL(join(folder, 'missing.ts'));
  expect(() => bundledHandler(url)).toThrow(/missing\.ts/);
  expect(existsSync(join(folder, 'missing.ts'))).toBe(false);
});
