/** The report as Markdown: for a pull request, for a terminal. Adds nothing to the value. */
import { count } from '../output/table.ts';
import { visible } from '../output/visible.ts';
import { cellText, type Part, type Section } from './document.ts';
import { monthOf } from './month.ts';
import { mermaidOf } from './picture/mermaid.ts';
import type { Report } from './report.ts';
import { sectionsOf } from './sections/sections.ts';

type Lines = readonly string[];

export function markdownOf(report: Report): string {
  const parts = [head(report), ...picture(report), ...sectionsOf(report).map(sectionLines)];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function head({ of, verdict, cost }: Report): Lines {
  const { findings, accepted, exposed, exposedPerhaps: perhaps, open } = verdict;
  const { amount, unit } = monthOf(cost);
  const reached = `${count(exposed - perhaps, 'end')}${perhaps > 0 ? `, ${perhaps} perhaps` : ''}`;
  const answering = `${open} ${open === 1 ? 'answers' : 'answer'} anybody`;
  return [
    `# Review of ${plain(of.name)}${of.stage === null ? '' : `, ${plain(of.stage)}`}`,
    '',
    `**${count(findings, 'finding')}**, ${accepted} accepted · in VPCs the internet reaches ${reached} · outside of them ${answering} · ${amount} ${unit}`,
    ...(verdict.attention.length === 0
      ? []
      : ['', ...verdict.attention.map((each) => `- ${plain(each)}`)]),
  ];
}

function picture({ picture: shown }: Report): readonly Lines[] {
  const drawn = mermaidOf(shown);
  return drawn === undefined ? [] : [['## Picture', '', '```mermaid', ...drawn, '```']];
}

function sectionLines({ title, parts }: Section): Lines {
  return [`## ${plain(title)}`, ...parts.flatMap((part) => ['', ...partLines(part)])];
}

function partLines(part: Part): Lines {
  if (part.kind === 'text') return [plain(part.text)];
  if (part.kind === 'list')
    return part.items.length === 0 ? [part.none] : part.items.map((each) => `- ${plain(each)}`);
  const { heads, rows, none } = part;
  if (rows.length === 0) return [none];
  return tableLines(
    heads,
    rows.map((row) => row.map((cell) => plain(cellText(cell)))),
  );
}

/** @param rows cells in Markdown */
export function tableLines(heads: Lines, rows: readonly Lines[]): Lines {
  const line = (cells: Lines): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}

/** A name of a template is text, whatever it looks like; addresses stay links. */
export function plain(text: string): string {
  return visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>|#~]/g, (sign) =>
      sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : `\\${sign}`,
    );
}
