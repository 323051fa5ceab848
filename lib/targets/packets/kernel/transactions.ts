/**
 * A rule set as scripts, each taken by the kernel as a whole. An ordinary user cannot send as much at once as a large one
 * needs, so that is split: tables with empty chains that drop everything, then the rules and elements that others refer to,
 * last what the hooks run. Pure.
 */
import { blockOf, listOf, statementsOf } from './script.ts';

/** @param most characters of a script; what cannot be split may have more */
export function transactionsOf(ruleset: string, most: number): string[] {
  if (ruleset.length <= most) return [`flush ruleset\n${ruleset}`];
  const statements = statementsOf(ruleset);
  const defined = statements.filter((each) => each.startsWith('define '));
  const tables = statements.flatMap((each) => {
    const { head, body } = blockOf(each);
    return head.startsWith('table ') ? [tableOf(head, body)] : [];
  });
  const others = statements.filter((each) => !/^(?:table|define) /.test(each));
  const pieces = [
    ...tables.flatMap(({ inner }) => inner),
    ...tables.flatMap(({ elements }) => elements),
    ...tables.flatMap(({ hooked }) => hooked),
    ...tables.flatMap(({ policies }) => policies),
    ...others,
  ];
  const frames = tables.map(({ frame }) => frame);
  return [['flush ruleset', ...frames], ...packed(pieces, most)].map((script) =>
    [...defined, ...script, ''].join('\n'),
  );
}

/** In the order given, as many in one as fit. */
function packed(pieces: readonly string[], most: number): string[][] {
  const scripts: string[][] = [];
  let room = 0;
  for (const piece of pieces) {
    if (piece.length > room) {
      scripts.push([]);
      room = most;
    }
    scripts.at(-1)?.push(piece);
    room -= piece.length;
  }
  return scripts;
}

interface Table {
  /** Everything that has a name, and nothing in it. */
  readonly frame: string;
  readonly inner: readonly string[];
  readonly elements: readonly string[];
  readonly hooked: readonly string[];
  readonly policies: readonly string[];
}

function tableOf(head: string, body: string): Table {
  const name = head.slice('table '.length).trim();
  const parts = statementsOf(body).map((each) => partOf(name, each));
  return {
    frame: `table ${name} {\n${parts.map(({ frame }) => frame).join('\n')}\n}`,
    inner: parts.flatMap(({ rules, isHooked }) => (isHooked ? [] : rules)),
    elements: parts.flatMap(({ elements }) => elements),
    hooked: parts.flatMap(({ rules, isHooked }) => (isHooked ? rules : [])),
    policies: parts.flatMap(({ policy }) => (policy === undefined ? [] : [policy])),
  };
}

interface Part {
  readonly frame: string;
  readonly rules: readonly string[];
  readonly elements: readonly string[];
  readonly isHooked: boolean;
  readonly policy?: string;
}

function partOf(table: string, statement: string): Part {
  const { head, body } = blockOf(statement);
  const [kind, name = ''] = head.split(/\s+/);
  if (kind === 'chain') return chainOf(table, name, statementsOf(body));
  if (kind === 'set' || kind === 'map') return setOf(table, { head, name }, statementsOf(body));
  return { frame: statement, rules: [], elements: [], isHooked: false };
}

function chainOf(table: string, name: string, statements: readonly string[]): Part {
  const type = statements.find((each) => each.startsWith('type '));
  const policy = statements.find((each) => each.startsWith('policy ')) ?? 'policy accept';
  const declared = statements.filter((each) => /^(?:type|devices?|comment) /.test(each));
  const rules = statements
    .filter((each) => !/^(?:type|devices?|comment|policy) /.test(each))
    .map((rule) => `add rule ${table} ${name} ${rule}`);
  const waits = type?.startsWith('type filter ') === true ? ['policy drop'] : [];
  return {
    frame: `chain ${name} {\n${[...declared, ...waits].map((each) => `${each};`).join(' ')}\n}`,
    rules,
    elements: [],
    isHooked: type !== undefined,
    ...(waits.length > 0 && { policy: `add chain ${table} ${name} { ${policy}; }` }),
  };
}

function setOf(
  table: string,
  { head, name }: { readonly head: string; readonly name: string },
  statements: readonly string[],
): Part {
  const isElements = (each: string): boolean => /^elements\s*=/.test(each);
  const elements = statements
    .filter(isElements)
    .flatMap((each) => listOf(blockOf(each).body))
    .map((each) => `add element ${table} ${name} { ${each} }`);
  const declared = statements.filter((each) => !isElements(each));
  return {
    frame: `${head} {\n${declared.join('\n')}\n}`,
    rules: [],
    elements,
    isHooked: false,
  };
}
