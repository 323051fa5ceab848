/** Bodies of the query protocols: `A.1.B=x` -> the input that the SDK was given. */
import { isMap, isStructure, itemOf, membersOf, type Member, type Schema } from './aws-schemas.ts';

/** `A.1.B=x` as a tree. */
type Tree = Map<string, Tree> & { text?: string };

export function treeOf(body: string): Tree {
  const root: Tree = new Map();
  for (const [key, text] of new URLSearchParams(body)) {
    let at = root;
    for (const part of key.split('.')) {
      const below: Tree = at.get(part) ?? new Map<string, Tree>();
      at.set(part, below);
      at = below;
    }
    at.text = text;
  }
  return root;
}

/** A tree of form fields under the names that the SDK's input has. */
export function formRead(schema: Schema, tree: Tree, form: 'query' | 'ec2'): unknown {
  const item = itemOf(schema);
  if (item !== undefined) return listRead(item.schema, tree, form);
  if (isMap(schema)) return mapRead(tree);
  if (!isStructure(schema)) return simple(schema, tree.text);
  const found = membersOf(schema).flatMap((member): [string, unknown][] => {
    const below = tree.get(keyOf(member, form));
    return below === undefined ? [] : [[member.name, formRead(member.schema, below, form)]];
  });
  return Object.fromEntries(found);
}

function keyOf({ name, traits }: Member, form: 'query' | 'ec2'): string {
  if (form === 'query') return traits.xmlName ?? name;
  const key = traits.ec2QueryName ?? traits.xmlName ?? name;
  return key.charAt(0).toUpperCase() + key.slice(1);
}

/** Items are numbered, directly or below one word such as `member`. */
function listRead(item: Schema, tree: Tree, form: 'query' | 'ec2'): readonly unknown[] {
  const numbered = tree.has('1') ? tree : ([...tree.values()][0] ?? new Map<string, Tree>());
  return [...numbered.values()].map((each) => formRead(item, each, form));
}

function mapRead(tree: Tree): Readonly<Record<string, unknown>> {
  const entries = [...(tree.get('entry') ?? tree).values()].map((each) => [
    each.get('key')?.text ?? each.get('Name')?.text ?? '',
    each.get('value')?.text ?? each.get('Value')?.text,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

const simpleKinds = { number: 1, boolean: 2 };

function simple(schema: Schema, text: string | undefined): unknown {
  if (schema === simpleKinds.number) return Number(text);
  return schema === simpleKinds.boolean ? text === 'true' : text;
}
