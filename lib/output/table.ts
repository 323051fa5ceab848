/** Rows as aligned columns, the last one wrapped at the width of the screen. Pure. */

const widest = 100;

/** Lines; every column but the last is as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[], indent = 0): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0),
    );
    return `${' '.repeat(indent)}${cells.join('  ')}`.trimEnd();
  });
}

/** Text in lines of at most `width` characters, each after the first behind `indent` spaces. */
export function wrapped(text: string, indent = 0, width = widest): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length + 1 > width - indent) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => line.trimEnd()).join(`\n${' '.repeat(indent)}`);
}

/** Rows as {@link columns}, the last column wrapped so that no line is longer than the screen is wide. */
export function wrappedColumns(
  rows: readonly (readonly string[])[],
  indent = 0,
): readonly string[] {
  const heads = rows.map((row) => row.slice(0, -1));
  const before = (heads[0] ?? []).reduce(
    (sum, _, column) => sum + 2 + Math.max(...heads.map((row) => row[column]?.length ?? 0)),
    indent,
  );
  return columns(
    rows.map((row) => [...row.slice(0, -1), wrapped(row.at(-1) ?? '', before)]),
    indent,
  );
}

/** `1 check`, `2 checks` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `0.4 s`, `12 s` */
export function seconds(milliseconds: number): string {
  return milliseconds < 9950
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.round(milliseconds / 1000)} s`;
}
