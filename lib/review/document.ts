/** A report as sections of text, lists and tables, before anybody says in which markup. */

/** A rule of the network that lets something pass. */
export interface RuleWord {
  readonly says: string;
  readonly logicalId: string | null;
}

export type Cell = string | readonly RuleWord[];

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly none: string }
  | {
      readonly kind: 'table';
      readonly heads: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
      /** Instead of a table without rows. */
      readonly none: string;
    };

export interface Section {
  readonly title: string;
  readonly parts: readonly Part[];
}

export function section(title: string, ...parts: readonly Part[]): Section {
  return { title, parts };
}

export function text(says: string): Part {
  return { kind: 'text', text: says };
}

export function list(items: readonly string[], none = ''): Part {
  return { kind: 'list', items, none };
}

export function table(
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  none = 'None.',
): Part {
  return { kind: 'table', heads, rows, none };
}

export function cellText(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.map(({ says }) => says).join(', ');
}
