/** `lab exec LAB INSTANCE -- CMD...`: a command inside an instance of a running lab. */
import { wordsInto } from '../life/entered.ts';
import { inForeground, kept, type Ended, type Kept } from '../life/foreground.ts';
import type { Host, Outcome } from '../output/host.ts';
import { isOn, type Typed } from './command.ts';

/** The exit code of the command is that of this one. */
export async function run(typed: Typed, host: Host): Promise<Outcome<Ended | Kept>> {
  const [lab = '', place = '', ...command] = typed.words;
  const words = await wordsInto({ lab, place, command }, host);
  const data = await (isOn(typed, 'json') ? kept : inForeground)(words, host);
  return { data, exitCode: data.exitCode };
}

/** The command has said what there is to say. */
export function text(): readonly string[] {
  return [];
}
