/** The outer grammar of nft scripts: statements, blocks, lists. Pure. */

/** Without comments; ended by a line or a semicolon outside braces and quotes. */
export function statementsOf(text: string): string[] {
  return split(text, ';\n');
}

/** What stands between commas. */
export function listOf(text: string): string[] {
  return split(text, ',');
}

/** `table inet lab { ... }`: what stands before the outer braces, and within. */
export function blockOf(statement: string): { readonly head: string; readonly body: string } {
  const [open, close] = [statement.indexOf('{'), statement.lastIndexOf('}')];
  if (open === -1) return { head: statement, body: '' };
  return { head: statement.slice(0, open).trim(), body: statement.slice(open + 1, close) };
}

/** Quoted text, a comment, a line that goes on, or one character. */
const token = /"[^"]*"|#[^\n]*|\\\n|[^]/g;

function split(text: string, separators: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let own = '';
  for (const [each] of text.matchAll(token)) {
    if (each.startsWith('#') || each === '\\\n') continue;
    if (each === '{') depth += 1;
    if (each === '}') depth -= 1;
    if (depth === 0 && separators.includes(each)) {
      found.push(own);
      own = '';
    } else own += each;
  }
  return [...found, own].map((each) => each.trim()).filter((each) => each !== '');
}
