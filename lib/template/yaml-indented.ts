/**
 * YAML whose flow collections and quoted texts go on too far to the left, indented as the standard wants it. What
 * CloudFormation takes is read as PyYAML does: in brackets and quotes indentation says nothing.
 * @see https://github.com/yaml/pyyaml/blob/main/lib/yaml/scanner.py unwind_indent
 */

type Yaml = Pick<typeof import('yaml'), 'Lexer'>;

export interface Indented {
  readonly text: string;
  /** Of a line, from 1: how many columns further to the right it stands. */
  readonly moved: ReadonlyMap<number, number>;
}

/** What is not yet told apart is looked at again with each line: a text of a million characters is not. */
const mostEffort = 100_000_000;

/** Undefined where no line stands otherwise then. */
export function indented(text: string, { Lexer }: Yaml): Indented | undefined {
  const reader = new Opening(new Lexer());
  const moved = new Map<number, number>();
  const lines = text.split(/(?<=\n)/).map((line, at) => {
    const column = reader.openedAt;
    const by = column === undefined || /^(---|\.\.\.)(\s|$)/.test(line) ? 0 : column;
    if (by > 0) moved.set(at + 1, by);
    const written = ' '.repeat(by) + line;
    reader.read(written);
    return written;
  });
  return moved.size === 0 || reader.effort > mostEffort
    ? undefined
    : { text: lines.join(''), moved };
}

/** Goes from line to line and knows what is open at its end. */
class Opening {
  /** Where the outermost bracket or the quote began that is open. */
  openedAt: number | undefined;
  effort = 0;
  private depth = 0;
  /** What the lexer has not told yet. */
  private rest = '';

  private readonly lexer: InstanceType<Yaml['Lexer']>;

  constructor(lexer: InstanceType<Yaml['Lexer']>) {
    this.lexer = lexer;
  }

  read(line: string): void {
    if (this.effort > mostEffort) return;
    this.rest += line;
    this.effort += this.rest.length;
    const [told, bracket] = this.tell(line);
    this.rest = this.rest.slice(told);
    const isQuoted = /^["']/.test(this.rest);
    if (this.depth === 0 && !isQuoted) this.openedAt = undefined;
    else this.openedAt ??= bracket ?? Math.max(0, line.length - this.rest.length);
  }

  /** How far the lexer got, and in which column of the line the outermost bracket stands that began in it. */
  private tell(line: string): readonly [told: number, bracket: number | undefined] {
    const before = this.rest.length - line.length;
    let told = 0;
    let bracket: number | undefined;
    let last = '';
    for (const lexeme of this.lexer.lex(line, true)) {
      const isText = last === scalar;
      last = lexeme;
      if (controls.has(lexeme)) continue;
      if (!isText && /^[[{]$/.test(lexeme) && this.depth++ === 0) bracket = told - before;
      if (!isText && /^[\]}]$/.test(lexeme)) this.depth = Math.max(0, this.depth - 1);
      told += lexeme.length;
    }
    return [told, bracket];
  }
}

/** What the lexer says beside the text itself: a text follows, a document begins, a bracket ends by mistake. */
const scalar = '\u001F';
const controls = new Set(['\u0002', '\u0018', scalar]);
