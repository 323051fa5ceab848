/** Bad input: one sentence with the value, what was expected, what to type; exit code 3; no stack trace. */
import { apiLabs } from '../support/api-labs.ts';
import { cli } from '../support/cli.ts';

const lab = apiLabs[0] ?? '';

const cases: readonly (readonly [words: readonly string[], says: RegExp])[] = [
  [['frobnicate'], /no command is called 'frobnicate'/],
  [['chekc', lab], /did you mean 'check'/],
  [['up'], /up needs LAB/],
  [['up', 'todo-ap'], /no lab is called 'todo-ap'/],
  [['up', lab, '--stage', '99'], /no stage is called '99'; there are: 1 /],
  [['up', lab, '--on', 'emulater'], /no target is called 'emulater'\ndid you mean 'emulator'/],
  [['up', lab, '--on', 'model'], /nothing is brought up on model/],
  [['check', lab, '--stag', '1'], /check has no option '--stag'\ndid you mean '--stage'/],
  [['check', lab, '--only', 'no-such-check'], /has no check 'no-such-check'/],
  [['check', lab, '-c', 'variant=cheap'], /variant is 'cheap', not one of learning, production/],
  [['check', lab, '-c', 'colour=red'], /no parameter is called 'colour'; there are: variant/],
  [['check', lab, '-c', 'variant'], /'variant' is no parameter: write name=value/],
  [['break', lab, 'no-such-experiment'], /has no experiment 'no-such-experiment'/],
  [['break', lab], /break needs an experiment, or --all/],
  [['break', lab, 'x', '--all'], /leave 'x' out/],
  [['call', lab, 'FETCH', '/x'], /'FETCH' is no HTTP method/],
  [['call', lab, 'GET', 'x'], /'x' is no path/],
  [['call', lab, 'GET', '/x', '{}'], /GET takes no body, and '\{\}' is one/],
  [['list', '--level', '250'], /--level is '250', not one of 100, 200, 300, 400/],
  [['diff', lab, '1'], /diff needs STAGE/],
  [['check', lab, '--on', 'emulator', '--record', '/proc/x'], /\/proc cannot be written to/],
  [['check', lab, '--on', 'emulator', '--record', '/no/where'], /\/no is no folder/],
  [['check', lab, '--on', 'emulator', '--record', ''], /--record is empty/],
  [['check', lab, '--on', 'localstack', '--endpoint', 'foo'], /is 'foo', which is no URL/],
  [
    ['check', lab, '--on', 'localstack', '--endpoint', 'http://u:secret@127.0.0.1:9'],
    /\(http:\/\/127\.0\.0\.1:9\) has a user in it/,
  ],
  [['status', 'more'], /status does not know what to do with 'more'/],
];

test.each(cases)('%j is answered with a sentence', async (words, says) => {
  const { code, out, err } = await cli(words);
  expect(err).toMatch(says);
  expect({ code, out, trace: /\n\s+at /.test(err) }).toEqual({ code: 3, out: '', trace: false });
});

test('the same sentence stands in the envelope with --json', async () => {
  const { code, out } = await cli(['up', 'todo-ap', '--json']);
  const { schemaVersion, command, status, data, error } = JSON.parse(out) as Record<
    string,
    unknown
  >;
  expect({ code, schemaVersion, command, status, data }).toEqual({
    ...{ code: 3, schemaVersion: 1, command: 'up', status: 'error', data: null },
  });
  expect(error).toMatchObject({ code: 'UnknownLab', exitCode: 3 });
});

test('works from another folder, without HOME and into a pipe that nobody reads', async () => {
  const { HOME: _home, ...env } = process.env;
  const { code, out } = await cli(['list'], { cwd: '/', env });
  expect(code).toBe(0);
  expect(out).toContain(lab);
});

test.each([[[]], [['--help']], [['help']], [['check', '--help']], [['--version']]])(
  '%j shows help and ends well',
  async (words) => {
    expect((await cli(words)).code).toBe(0);
  },
);
