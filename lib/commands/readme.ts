/** `lab readme LAB`: the parts of a lab's README that are made of its templates and its contract. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksOf, loadLab } from '../catalog.ts';
import { exitCodes, KitError } from '../errors.ts';
import type { Lab } from '../lab.ts';
import type { Host, Outcome } from '../output/host.ts';
import { marked } from '../output/marked.ts';
import type { Report } from '../review/report.ts';
import { reviewOf } from '../review/review.ts';
import { root } from '../root.ts';
import { shownStage } from '../stages.ts';
import { isOn, type Typed } from './command.ts';
import { missingIn, renewed, type Made } from './readme-parts.ts';
import { reviewing } from './reviewing.ts';

interface Data {
  /** Seen from the kit's folder. */
  readonly file: string;
  /** Names of the parts that were not as they should be. */
  readonly stale: readonly string[];
  readonly isWritten: boolean;
}

/** @throws NoPart where the README has no place for a part */
export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const [id = ''] = typed.words;
  const lab = await loadLab(id);
  const file = `labs/${id}/README.md`;
  const before = textOf(file);
  const reports = await reportsOf(id, lab, host);
  const made = { id, lab, reports, checks: await checksOf(id), shown: shownStage(lab) };
  const { text, stale } = await renewed(before, made, await formatter());
  const isWritten = stale.length > 0 && !isOn(typed, 'check');
  if (isWritten) writeFileSync(join(root, file), text);
  return {
    data: { file, stale, isWritten },
    exitCode: stale.length > 0 && !isWritten ? exitCodes.otherwise : exitCodes.asTold,
  };
}

/** @throws NoPart */
function textOf(file: string): string {
  const path = join(root, file);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const missing = missingIn(text);
  if (missing === undefined) return text;
  const [begin = '', ...rest] = marked(missing, []);
  throw new KitError('NoPart', `${file} has no place for the part '${missing}'`, {
    next: `put these two lines where it belongs: ${begin} and ${rest.at(-1) ?? ''}`,
  });
}

/** By the kit's own rules alone: nothing of a README is a finding. */
async function reportsOf(id: string, lab: Lab, host: Host): Promise<Made['reports']> {
  const reports = new Map<string, Report>();
  for (const stage of lab.stages) {
    const options = { words: [id], options: {} };
    reports.set(stage, reviewOf(await reviewing(`${id}@${stage}`, options, host)));
  }
  return reports;
}

/** Tables are set as the repository's formatter sets them. */
async function formatter(): Promise<(text: string) => Promise<string>> {
  const [{ format }, markdown] = await Promise.all([
    import('prettier/standalone'),
    import('prettier/plugins/markdown'),
  ]);
  const options = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8')) as object;
  return (text) => format(text, { ...options, parser: 'markdown', plugins: [markdown] });
}

export function text({ file, stale, isWritten }: Data): readonly string[] {
  if (stale.length === 0) return [`${file} is as its templates are`];
  return isWritten
    ? [`${file}: made anew: ${stale.join(', ')}`]
    : [`${file} is stale: ${stale.join(', ')}. ./lab readme makes them anew`];
}
