/** The tarball in a fresh CDK app, used as docs/assertions.md says: installed, compiled, tested with, synthesized with. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../lib/root.ts';
import { pack, type Packed } from '../../lib/pack/pack.ts';
import { codeBlocks } from './code-blocks.ts';
import { freshApp, type FreshApp } from './fresh-app.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-pack-'));
let packed: Packed;
let app: FreshApp;

beforeAll(async () => {
  packed = await pack(folder);
  app = freshApp(packed.tarball);
  for (const { title, text } of codeBlocks('assertions.md')) app.write(title, text);
}, 120_000);
afterAll(() => {
  app.remove();
  rmSync(folder, { recursive: true });
});

test('the tarball is small, brings no dependency, and has no lab in it', () => {
  const listed = execFileSync('tar', ['-tzf', packed.tarball], { encoding: 'utf8' });
  expect(packed.bytes).toBeLessThan(5_000_000);
  expect(listed.trim().split('\n').sort()).toEqual([
    'package/LICENSE',
    'package/README.md',
    'package/aws-names.json',
    'package/index.cjs',
    'package/index.d.cts',
    'package/index.d.ts',
    'package/index.js',
    'package/licenses.txt',
    'package/package.json',
  ]);
  const { said } = app.run(
    'node',
    '-p',
    "require('aws-lab-kit/package.json').dependencies ?? 'none'",
  );
  expect(said).toBe('none\n');
});

test('import and require give the same, and neither loads the CDK', () => {
  app.write(
    'both.mjs',
    `import { createRequire } from 'node:module';
     import * as kit from 'aws-lab-kit';
     const load = createRequire(import.meta.url);
     const same = Object.entries(load('aws-lab-kit')).map(([name, value]) => [name, kit[name] === value]);
     const cdk = Object.keys(load.cache).filter((each) => /node_modules.(aws-cdk-lib|constructs)/.test(each));
     console.log(JSON.stringify([Object.fromEntries(same), cdk]));`,
  );
  const { said } = app.run('node', 'both.mjs');
  expect(JSON.parse(said)).toEqual([
    {
      ExpectationFailed: true,
      KitRules: true,
      expectMay: true,
      expectNetwork: true,
      internet: true,
    },
    [],
  ]);
});

const swc = `module.exports = {
  transform: { '^.+\\\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] },
  transformIgnorePatterns: ['/node_modules/'],
  haste: { enableSymlinks: false },
};`;

test('the tests of the page hold in a CommonJS app, and the wrong one fails with the words on the page', () => {
  app.write('jest.config.js', swc);
  const { code, said } = app.run('jest', '--ci');
  const page = codeBlocks('assertions.md').find(({ title }) => title === 'wrong')?.text ?? '';
  expect(page).toContain('ENI_SG_RULES_MISMATCH');
  expect(said).toContain(page.trimEnd().replace(/^(?=.)/gm, '    '));
  expect(said).toContain('Tests:       1 failed, 3 passed, 4 total');
  expect(code).toBe(1);
}, 60_000);

const synthesis = [
  {
    rules: 'by all but the one that it breaks',
    options: "{ except: ['kit/no-long-term-keys'] }",
    code: 0,
  },
  { rules: 'by all', options: '', code: 1 },
];
const planted = (options: string): string => `
const { App, Stack, Validations } = require('aws-cdk-lib');
const { CfnAccessKey } = require('aws-cdk-lib/aws-iam');
const { KitRules } = require('aws-lab-kit');
const app = new App();
new CfnAccessKey(new Stack(app, 'Shop'), 'Key', { userName: 'somebody' });
Validations.of(app).addPlugins(new KitRules(${options}));
app.synth();
`;

test.each(synthesis)('a synthesis judged $rules ends with $code', ({ options, code }) => {
  app.write('planted.cjs', planted(options));
  const synth = app.run('node', 'planted.cjs');
  expect(synth.code).toBe(code);
  expect(synth.said.includes('kit/no-long-term-keys')).toBe(code === 1);
});

test('cdk synth of the app of the page fails with the words on the page', () => {
  const tsx = join(root, 'node_modules', '.bin', 'tsx');
  const { code, said } = app.run('cdk', 'synth', '--quiet', '--app', `${tsx} bin/shop.ts`);
  const page = codeBlocks('assertions.md').find(({ title }) => title === 'synth')?.text ?? '';
  expect(page).toContain('kit/nat-per-az');
  expect(said).toContain(page.trimEnd());
  expect(said.match(/^ERROR /gm)).toHaveLength(3);
  expect(code).toBe(1);
}, 60_000);

const misuse = `
import { expectMay, expectNetwork, internet, KitRules } from 'aws-lab-kit';
const template = { Resources: {} };
// @ts-expect-error a number is no template
expectNetwork(42);
// @ts-expect-error no such reason
expectNetwork(template).from(internet()).to('Db').tcp(5432).isBlocked({ by: 'NO_ROUTE' });
// @ts-expect-error a port is a number
expectNetwork(template).from('Web').to('Db').tcp('5432');
// @ts-expect-error no such option
expectNetwork(template, { parameter: {} });
// @ts-expect-error an action comes before a resource
expectMay(template).of('Fn').on('Todos');
// @ts-expect-error several are a list
expectMay(template).only('Fn');
// @ts-expect-error no such variant
new KitRules({ variant: 'test' });
expectNetwork(template).only(['A', internet()]).canReach('B').icmp();
expectMay([template], { policies: { scps: [{}] } }).of('Fn').doing('a:b', { 'c:d': null }).on('*').isDenied();
`;
const compilerOptions = {
  strict: true,
  noEmit: true,
  target: 'es2022',
  module: 'nodenext',
  types: [],
};

test('its types fit, as a module and as CommonJS, and refuse misuse', () => {
  for (const each of ['misuse.mts', 'misuse.cts']) app.write(each, misuse);
  const files = ['misuse.mts', 'misuse.cts'];
  app.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
  expect(app.run('tsc')).toEqual({ code: 0, said: '' });
}, 60_000);
