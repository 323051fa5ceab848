/** Stacks in stacks: the templates of `AWS::CloudFormation::Stack` resources that are files here. */
import { existsSync } from 'node:fs';
import { dirname, resolve as resolvePath } from 'node:path';
import { badTemplate } from './malformed.ts';
import { placed } from './resolved.ts';
import type { RawResource, StackFile } from './template.ts';

/** Reads one template file as a stack of this name. */
type Read = (file: string, stack: string) => StackFile;

interface Nesting {
  /** Each stack before those that are nested in it. */
  readonly files: readonly StackFile[];
  readonly warnings: readonly string[];
  /** Stacks whose template is not here. */
  readonly absent: readonly AbsentStack[];
}

export interface AbsentStack {
  readonly logicalId: string;
  /** The template that nests it. */
  readonly file: string;
}

/** More than an account may hold by default in one tree; a few files that nest each other would make millions. */
const mostStacks = 500;

/** @throws BadTemplate where a template nests itself */
export function withNested(roots: readonly StackFile[], read: Read): Nesting {
  const files: StackFile[] = [];
  const absent: AbsentStack[] = [];
  const names = new Set<string>(['assumed']);
  const visit = (file: StackFile, above: readonly string[]): void => {
    const here = resolvePath(file.file);
    if (above.includes(here)) throw badTemplate(file.file, 'it nests itself');
    const named = { ...file, stack: freeName(file.stack, names) };
    if (files.push(named) > mostStacks)
      throw badTemplate(file.file, `more than ${mostStacks} stacks are nested in it`);
    for (const [logicalId, resource] of nestedIn(named)) {
      const path = pathOf(resource, dirname(here));
      if (path === undefined || !existsSync(path)) absent.push({ logicalId, file: file.file });
      else {
        const child = read(path, `${named.stack}-${logicalId}`);
        const inside = { stack: named.stack, logicalId };
        visit({ ...placed(named), ...child, nestedIn: inside }, [...above, here]);
      }
    }
  };
  for (const file of roots) visit(file, []);
  return { files, absent, warnings: absent.map(warningOf) };
}

function warningOf({ logicalId, file }: AbsentStack): string {
  return `the template of ${logicalId} in ${file} is not here: nothing in it is known`;
}

function nestedIn({ raw }: StackFile): readonly (readonly [string, RawResource])[] {
  return Object.entries(raw.Resources ?? {}).filter(
    ([, { Type }]) => Type === 'AWS::CloudFormation::Stack',
  );
}

/** The CDK notes the file of the assembly; people who package their templates write a path. */
function pathOf(
  { Metadata = {}, Properties = {} }: RawResource,
  folder: string,
): string | undefined {
  const path = Metadata['aws:asset:path'] ?? Properties['TemplateURL'];
  const isPath = typeof path === 'string' && path !== '' && !path.includes('://');
  return isPath ? resolvePath(folder, path) : undefined;
}

/** Two stacks of one name, in two regions, are two stacks. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}-${count}`;
  taken.add(free);
  return free;
}
