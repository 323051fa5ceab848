/** `lab exec` and `lab shell` as they are typed. */
import { run, text } from '../../lib/commands/exec.ts';
import { findCommand, parseTyped } from '../../lib/commands/parse.ts';
import { run as runShell } from '../../lib/commands/shell.ts';
import { wordsInto } from '../../lib/life/entered.ts';
import { cli } from '../support/cli.ts';
import { quietHost } from '../support/quiet-host.ts';

jest.mock('../../lib/life/entered.ts');

const command = findCommand('exec');

test('what stands behind -- is the command, options and all', () => {
  const { words, options } = parseTyped(command, ['fake', 'Web', '--', 'curl', '--json', '-s']);
  expect({ words, json: options['json'] }).toEqual({
    words: ['fake', 'Web', 'curl', '--json', '-s'],
    json: undefined,
  });
});

test.each([
  {
    typed: ['fake', 'Web', 'curl', '-s'],
    says: /no option '-s'/,
    next: /stands behind --: \.\/lab/,
  },
  { typed: ['fake', 'Web', '--'], says: /needs CMD/, next: /for example/ },
  { typed: ['fake'], says: /needs INSTANCE/, next: /for example/ },
])('$typed is told what is missing', ({ typed, says, next }) => {
  expect(() => parseTyped(command, typed)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(says) as string,
      next: expect.stringMatching(next) as string,
    }) as Error,
  );
});

test('with --json what it says and its exit code are data, and that is the exit code too', async () => {
  jest.mocked(wordsInto).mockResolvedValue(['/bin/sh', '-c', 'echo hello; exit 4']);
  const typed = parseTyped(command, ['fake', 'Web', '--json', '--', 'ignored']);
  expect(await run(typed, quietHost())).toEqual({
    ...{ data: { exitCode: 4, stdout: 'hello\n', stderr: '' }, exitCode: 4 },
  });
  expect(text()).toEqual([]);
});

test.each([
  { typed: 'Fleet/1', prompt: '[Fleet/1 \\w]\\$ ' },
  { typed: "a'$(id)", prompt: '[aid \\w]\\$ ' },
])('the prompt of a shell in $typed is $prompt', async ({ typed, prompt }) => {
  jest.mocked(wordsInto).mockImplementation(({ command: words }) =>
    // The shell that it would start says what it would ask with.
    Promise.resolve(
      words.map((each) =>
        each.replace('exec bash -l', 'exec bash -c \'eval "$PROMPT_COMMAND"; printf %s "$PS1"\''),
      ),
    ),
  );
  const { data } = await runShell({ words: ['fake', typed], options: { json: true } }, quietHost());
  expect(data).toMatchObject({ exitCode: 0, stdout: prompt });
});

test('--json that is said to the command asks for no JSON of ours', async () => {
  const { code, out, err } = await cli(['exec', 'no-lab', 'Web', '--', 'aws', '--json']);
  expect({ code, out }).toEqual({ code: 3, out: '' });
  expect(err).toContain("no lab is called 'no-lab'");
});
