/** What stands outside this machine is forgotten by no command that has not looked there. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyFolder } from '../../lib/assembly/assembly.ts';
import { loadLab } from '../../lib/catalog.ts';
import { chosenParameters } from '../../lib/parameters.ts';
import { cli, type CliResult } from '../support/cli.ts';

jest.setTimeout(60_000);

const lab = 'todo-api';
const lives = mkdtempSync(join(tmpdir(), 'lab-never-forgotten-'));
const file = join(lives, 'state', `${lab}.json`);
const env = { ...process.env, LAB_LIVES: lives, LAB_CONFIG: join(lives, 'none.json'), CI: 'false' };

beforeEach(() => {
  mkdirSync(join(lives, 'state'), { recursive: true });
});
afterEach(() => {
  rmSync(lives, { recursive: true, force: true });
});

/** Without a yes: `clean` asks last, and nobody answers. */
const typed = (...words: readonly string[]): Promise<CliResult> => cli(words, { env });

function stateOn(target: string, parts: object = {}): string {
  const live = { account: '111122223333', region: 'eu-central-1', stacks: ['TodoApi'] };
  const state = { schemaVersion: 1, lab, target, stage: 'rest', phase: 'up', parameters: {} };
  return JSON.stringify({ ...state, since: '2026-01-01T00:00:00Z', live, ...parts }, null, 2);
}

const cut = (text: string): string => text.slice(0, text.indexOf('"phase"'));

test.each([
  ['an empty file', ''],
  ['no JSON', '{ "lab": '],
  ['one of aws that is cut short', cut(stateOn('aws'))],
  ['one of aws of a later version', stateOn('aws', { schemaVersion: 2 })],
])('down and clean forget no state that cannot be read: %s', async (_what, text) => {
  writeFileSync(file, text);
  for (const words of [['down', lab], ['clean']]) {
    const { code, out, err } = await typed(...words);
    expect({ words, code, out }).toEqual({ words, code: 3, out: '' });
    expect(err).toMatch(
      /todo-api\.json cannot be read, and todo-api may be up on aws\n.*lab sweep/,
    );
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
});

test('one of a target on this machine that is cut short is ended by down', async () => {
  writeFileSync(file, cut(stateOn('emulator')));
  expect(await typed('down', lab)).toMatchObject({ code: 0 });
  expect(existsSync(file)).toBe(false);
});

test('clean refuses while a lab is up on aws, and says how it is taken down', async () => {
  writeFileSync(file, stateOn('aws'));
  const { code, out, err } = await typed('clean');
  expect({ code, out }).toEqual({ code: 3, out: '' });
  expect(err).toMatch(/todo-api is up on aws and would be forgotten\n\.\/lab down todo-api first/);
  expect(err).toContain('./lab sweep');
  expect(existsSync(file)).toBe(true);
});

test('a lab of which down left something is not called interrupted', async () => {
  writeFileSync(file, stateOn('aws', { phase: 'changing', left: ['AWS::DynamoDB::Table Kept'] }));
  const { err } = await typed('status');
  expect(err).toContain('todo-api was taken down on aws, and 1 thing of it is still there');
  expect(err).toMatch(/AWS::DynamoDB::Table Kept.*\.\/lab sweep.*--remove.*\.\/lab down todo-api/);
  expect(err).not.toContain('interrupted');
});

test('a lab of which down left something is not up: status says so, and no target runs it', async () => {
  writeFileSync(file, stateOn('aws', { phase: 'changing', left: ['AWS::DynamoDB::Table Kept'] }));
  expect((await typed('status')).out).toMatch(/todo-api +aws +down, with things left/);
  const unjudged = await typed('check', lab, '--on', 'aws');
  expect(unjudged).toMatchObject({ code: 3, out: '' });
  expect(unjudged.err).toMatch(
    /todo-api was taken down on aws, and 1 thing of it is still there\n/,
  );
  const { err } = await typed('check', lab);
  expect(err).toContain('On model, because todo-api was taken down on aws');
  expect(existsSync(file)).toBe(true);
});

test('a command that was interrupted still says so', async () => {
  writeFileSync(file, stateOn('aws', { phase: 'changing' }));
  const { err } = await typed('status');
  expect(err).toContain('A command on todo-api on aws was interrupted');
});

test('down that is refused leaves the state as it was', async () => {
  writeFileSync(file, stateOn('aws'));
  const { code, err } = await typed('down', lab);
  expect(code).toBe(3);
  expect(err).toContain('no account is allowed');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ phase: 'up' });
});

test('what is not whole is not up already', async () => {
  const parameters = chosenParameters(await loadLab(lab), {});
  const shape = { lab, stage: 'rest', parameters };
  const places = { endpoint: 'http://127.0.0.1:9', outputs: {}, deployed: [], users: [] };
  const live = { ...places, expires: '', folder: assemblyFolder({ ...shape, fault: undefined }) };
  const words = ['up', lab, '--stage', 'rest', '--on', 'aws'];
  writeFileSync(file, stateOn('aws', { ...shape, live }));
  expect((await typed(...words)).out).toContain('todo-api is up already');
  writeFileSync(file, stateOn('aws', { ...shape, live, phase: 'changing' }));
  const { code, err } = await typed(...words);
  expect(code).toBe(3);
  expect(err).toContain('no account is allowed');
});
