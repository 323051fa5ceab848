/** What of templates differs beside their resources: stacks, outputs, defaults of parameters. */
import { isDeepStrictEqual } from 'node:util';
import { readWritten } from '../template/source.ts';
import type { Template } from '../template/template.ts';
import { isMap, textOf } from '../template/values.ts';

type Kind = 'removed' | 'changed' | 'added';

export interface StackChange {
  readonly kind: 'removed' | 'added';
  readonly stack: string;
  readonly resources: number;
}

export interface OutputChange {
  readonly kind: Kind;
  readonly stack: string;
  readonly name: string;
}

/** Of a default: a stack that is there keeps the value that it was given. */
export interface ParameterChange extends OutputChange {
  /** The defaults; null for none, or where there is no such parameter. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface TemplateChanges {
  readonly stacks: readonly StackChange[];
  readonly outputs: readonly OutputChange[];
  readonly parameters: readonly ParameterChange[];
}

type Templates = readonly Template[];

export function templateChanges(before: Templates, after: Templates): TemplateChanges {
  return {
    stacks: [...alone(before, after, 'removed'), ...alone(after, before, 'added')],
    outputs: differences(before, after, ({ outputs }) => outputs).map(({ kind, stack, name }) => ({
      ...{ kind, stack, name },
    })),
    parameters: differences(before, after, defaultsIn).map(({ was, is, ...rest }) => ({
      ...rest,
      before: was === undefined ? null : textOf(was),
      after: is === undefined ? null : textOf(is),
    })),
  };
}

function alone(all: Templates, others: Templates, kind: StackChange['kind']) {
  const there = new Set(others.map(({ stack }) => stack));
  return all
    .filter(({ stack }) => !there.has(stack))
    .map(({ stack, resources }) => ({ kind, stack, resources: resources.length }));
}

interface Difference extends OutputChange {
  readonly was: unknown;
  readonly is: unknown;
}

type Named = (template: Template) => Readonly<Record<string, unknown>>;

/** Of the stacks that are on both sides. */
function differences(before: Templates, after: Templates, named: Named): readonly Difference[] {
  const old = new Map(before.map((each) => [each.stack, each]));
  return after.flatMap((template) => {
    const { stack } = template;
    const known = old.get(stack);
    if (known === undefined) return [];
    const was = new Map(Object.entries(named(known)));
    const is = new Map(Object.entries(named(template)));
    return [...new Map([...was, ...is]).keys()].flatMap((name) => {
      const kind = kindOf(name, was, is);
      return kind === undefined
        ? []
        : [{ kind, stack, name, was: was.get(name), is: is.get(name) }];
    });
  });
}

function kindOf(
  name: string,
  was: ReadonlyMap<string, unknown>,
  is: ReadonlyMap<string, unknown>,
): Kind | undefined {
  if (!was.has(name)) return 'added';
  if (!is.has(name)) return 'removed';
  return isDeepStrictEqual(was.get(name), is.get(name)) ? undefined : 'changed';
}

/** Those that tell how a template was made and where its files are. */
const bookkeeping = /^(BootstrapVersion$|AssetParameters)/;

/** As they are written; what may not be shown is not. */
function defaultsIn({ file }: Template): Readonly<Record<string, unknown>> {
  const { Parameters } = readWritten(file).value;
  return Object.fromEntries(
    Object.entries(isMap(Parameters) ? Parameters : {})
      .filter(([name]) => !bookkeeping.test(name))
      .map(([name, written]) => {
        const { Default, NoEcho } = isMap(written) ? written : {};
        return [name, Default !== undefined && isTrue(NoEcho) ? 'not shown' : Default];
      }),
  );
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
