/** `${...}` in resolved text: what only the deployment knows, or what the template leaves open. Pure. */

/** A resource or a parameter that a placeholder names. */
export interface Reference {
  /** The stack that it belongs to; absent where it is the stack in which the text stands. */
  readonly stack?: string;
  readonly logicalId: string;
  /** What of it is meant, as in `Fn::GetAtt`; absent for what `Ref` gives. */
  readonly attribute?: string;
}

/**
 * `${Vpc}`, `${Vpc.CidrBlock}`, `${Network/Vpc.CidrBlock}` -> what is meant; undefined where the text is anything else
 * or more than one reference. A slash never occurs in a logical id, so what stands before it is a stack.
 */
export function parsePlaceholder(text: string): Reference | undefined {
  const parts = /^\$\{(?:([\w-]+(?:\/[\w-]+)*)\/)?([A-Za-z0-9]+)(?:\.([^${}]+))?\}$/.exec(text);
  if (parts === null) return undefined;
  const [, stack, logicalId = '', attribute] = parts;
  return {
    ...(stack === undefined ? {} : { stack }),
    logicalId,
    ...(attribute === undefined ? {} : { attribute }),
  };
}

/** Every `${...}` of the text, and every dynamic reference such as `{{resolve:ssm:/name}}`. */
export function placeholdersIn(text: string): readonly string[] {
  return text.match(/\$\{[^{}]*\}|\{\{resolve:[^{}]*\}\}/g) ?? [];
}

/** Does the text hold something that is not known from the template? */
export function isUnknown(text: string): boolean {
  return text.includes('${') || text.includes('{{resolve:');
}

/** The text cut at the separator, but never inside a `${...}`. */
export function cutAt(text: string, separator: string): string[] {
  const list = [''];
  for (const piece of text.split(/(\$\{[^{}]*\}|\{\{resolve:[^{}]*\}\})/)) {
    const [first = '', ...more] = isUnknown(piece) ? [piece] : piece.split(separator);
    list.push(`${list.pop() ?? ''}${first}`, ...more);
  }
  return list;
}

/** The text as part of a placeholder, which holds no braces of its own. */
export function braceless(text: string): string {
  return text.replace(/[${}]/g, '');
}

/** The placeholders of one stack, without its name. */
interface Placeholders {
  has(placeholder: string): boolean;
}

/** The value with `${Stack/...}` in its text for each of its own placeholders, as another stack has to read it. */
export function qualified(value: unknown, stack: string, own: Placeholders): unknown {
  return inTexts(value, (text) =>
    text.replace(/\$\{[^{}]*\}/g, (found) =>
      own.has(found) && !found.startsWith('${AWS::') ? `\${${stack}/${found.slice(2)}` : found,
    ),
  );
}

/** The value as this stack reads it: what is its own is named without the stack. */
export function localized(value: unknown, stack: string): unknown {
  return inTexts(value, (text) => text.replaceAll(`\${${stack}/`, '${'));
}

/** The same data with each of its texts changed. */
export function inTexts(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => inTexts(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, inTexts(each, change)]),
  );
}
