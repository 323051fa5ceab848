/** `lab shell LAB INSTANCE`: a shell inside an instance of a running lab. */
import { wordsInto } from '../life/entered.ts';
import { inForeground, kept, type Ended, type Kept } from '../life/foreground.ts';
import type { Host, Outcome } from '../output/host.ts';
import { isOn, type Typed } from './command.ts';

/** Bash sets the prompt once its own files are read; other shells take it as it is. */
const script = `if command -v bash >/dev/null; then
  PROMPT_COMMAND="PS1='[$1 \\\\w]\\\\$ '; unset PROMPT_COMMAND"
  export PROMPT_COMMAND
  exec bash -l
fi
PS1="[$1] # "
export PS1
exec sh -l`;

export async function run(typed: Typed, host: Host): Promise<Outcome<Ended | Kept>> {
  const [lab = '', place = ''] = typed.words;
  // It stands in a prompt, which is a program of its own.
  const name = place.replace(/[^\w./-]/g, '');
  const command = ['sh', '-c', script, 'sh', name];
  const words = await wordsInto({ lab, place, command }, host);
  const data = await (isOn(typed, 'json') ? kept : inForeground)(words, host);
  return { data, exitCode: data.exitCode };
}

export { text } from './exec.ts';
