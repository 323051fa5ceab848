/** Text, lists and tables as Markdown. Pure. */
import { visible } from '../output/visible.ts';

export type Lines = readonly string[];

/** A heading over parts, divided from each other. */
export function section(title: string, ...parts: readonly Lines[]): Lines {
  return [`## ${title}`, ...parts.flatMap((part) => ['', ...part])];
}

export function list(all: Lines, none: string): Lines {
  return all.length === 0 ? [none] : all.map((each) => `- ${plain(each)}`);
}

export function table(heads: Lines, rows: readonly Lines[], none = 'None.'): Lines {
  if (rows.length === 0) return [none];
  const line = (cells: Lines): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map((row) => line(row.map(plain)))];
}

/** A name of a template is text, whatever it looks like; addresses stay links. */
export function plain(text: string): string {
  return visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>|#~]/g, (sign) =>
      sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : `\\${sign}`,
    );
}
