/** Several stacks resolved together: exports, outputs of other stacks, stacks in stacks. Pure. */
import { isOpen } from './conditions.ts';
import { decided } from './decided.ts';
import { localized, parsePlaceholder, qualified } from './placeholder.ts';
import { inFile, outputOf, resolvedIn } from './resolved.ts';
import { judgeCondition, resolve } from './resolve.ts';
import { absent, once, workIn, type Judged, type Lookup, type Work } from './scope.ts';
import type { RawTemplate, StackFile, Template } from './template.ts';
import { isMap, own, textOf } from './values.ts';

/** What is given from outside to all stacks. */
interface Outside {
  /** Parameters and pseudo parameters. */
  readonly given?: Lookup;
  readonly assumed?: Lookup;
  readonly literal?: (text: string) => unknown;
}

interface Member {
  readonly file: StackFile;
  readonly work: Work;
  readonly parent: Member | undefined;
}

export interface Together {
  readonly templates: readonly Template[];
  /** Why a placeholder with its stack, such as `${Network/VpcId}`, is not known. */
  readonly whyElsewhere: (placeholder: string) => string | undefined;
  /** A value resolved as if it stood in the stack, as others read it. */
  readonly valueIn: (stack: string, value: unknown) => unknown;
  /** The template of the stack as it is written, with the conditions decided that are known. */
  readonly decided: (stack: string) => RawTemplate | undefined;
}

/**
 * The stacks, each after the one that it is nested in. Everything of another stack is worked out when it is asked for,
 * so their order does not matter.
 * @throws BadTemplate
 */
export function together(files: readonly StackFile[], outside: Outside = {}): Together {
  const all = new Stacks(files, outside);
  return {
    templates: all.templates(),
    whyElsewhere: (placeholder) => all.whyElsewhere(placeholder),
    valueIn: (stack, value) => all.valueIn(stack, value),
    decided: (stack) => all.decided(stack),
  };
}

class Stacks {
  private readonly members = new Map<string, Member>();
  private readonly known = new Map<string, unknown>();
  private readonly outside: Outside;
  private exporters: ReadonlyMap<string, readonly (readonly [Member, string])[]> | undefined;

  constructor(files: readonly StackFile[], outside: Outside) {
    this.outside = outside;
    for (const file of files) this.add(file);
  }

  templates(): readonly Template[] {
    return [...this.members.values()].flatMap((member) => {
      const holds = this.judged(member);
      if (holds === false) return [];
      const { literal } = this.outside;
      const around = {
        ...(isOpen(holds) ? { open: holds } : {}),
        ...(literal === undefined ? {} : { literal }),
      };
      return [resolvedIn(member.work, member.file, around)];
    });
  }

  whyElsewhere(placeholder: string): string | undefined {
    for (const [stack, { work }] of this.members)
      if (placeholder.startsWith(`\${${stack}/`)) {
        const why = work.unknowns.get(`\${${placeholder.slice(stack.length + 3)}`);
        if (why !== undefined) return `${why} (stack ${stack})`;
      }
    return undefined;
  }

  valueIn(stack: string, value: unknown): unknown {
    const member = this.members.get(stack);
    return member === undefined ? undefined : carried(resolve(value, member.work), member);
  }

  decided(stack: string): RawTemplate | undefined {
    const member = this.members.get(stack);
    return member && inFile(member.file, () => decided(member.work));
  }

  private add(file: StackFile): void {
    const { stack, raw, nestedIn } = file;
    const parent = nestedIn === undefined ? undefined : this.members.get(nestedIn.stack);
    const { given, assumed } = this.outside;
    const passed: Lookup = { get: (name) => this.passed(name, stack) };
    const work = workIn({
      template: raw,
      stack,
      exports: {
        get: (name) => this.exported(name),
        whyNot: (name) => this.whyNotExported(name),
      },
      nested: (logicalId, attribute) => this.nested(stack, logicalId, attribute),
      outputOf: (other, output) => this.output(this.members.get(other), output),
      elsewhere: (placeholder) => this.whyElsewhere(placeholder),
      isIdElsewhere: (placeholder) => this.isId(placeholder),
      ...(parent === undefined ? (given === undefined ? {} : { given }) : { given: passed }),
      ...(assumed === undefined ? {} : { assumed }),
    });
    this.members.set(stack, { file, work, parent });
  }

  /** What stands for a custom resource or a stack may be any text: only other ids are known to hold no comma. */
  private isId(placeholder: string): boolean {
    const { stack = '', logicalId = '', attribute } = parsePlaceholder(placeholder) ?? {};
    const resource = own(this.members.get(stack)?.work.template.Resources, logicalId);
    return attribute === undefined && /^AWS::(?!CloudFormation::)/.test(resource?.Type ?? '');
  }

  /** Is the stack made: as much as the resource that it is, and the stack above it. */
  private judged({ parent, file: { nestedIn } }: Member): Judged {
    if (parent === undefined || nestedIn === undefined) return true;
    const above = this.judged(parent);
    if (above === false) return false;
    const resource = own(parent.work.template.Resources, nestedIn.logicalId);
    const here = inFile(parent.file, () => judgeCondition(resource?.Condition, parent.work));
    return here === true ? above : here;
  }

  private exported(name: string): unknown {
    const [only, ...more] = this.exportersOf(name);
    return only === undefined || more.length > 0 ? undefined : this.output(...only);
  }

  private whyNotExported(name: string): string | undefined {
    const all = this.exportersOf(name);
    const stacks = all.map(([{ file }]) => file.stack);
    if (all.length > 1) return `import ${name} is exported by ${stacks.join(' and ')}`;
    return all.length === 1 ? `the condition of export ${name} does not hold` : undefined;
  }

  private exportersOf(name: string): readonly (readonly [Member, string])[] {
    this.exporters ??= once(this.known, 'exports', () => this.index()) as typeof this.exporters;
    return this.exporters?.get(name) ?? [];
  }

  private index(): ReadonlyMap<string, readonly (readonly [Member, string])[]> {
    const index = new Map<string, (readonly [Member, string])[]>();
    for (const member of this.members.values())
      for (const [output, { Export }] of Object.entries(member.file.raw.Outputs ?? {})) {
        if (Export === undefined) continue;
        const name = inFile(member.file, () => textOf(resolve(Export.Name, member.work)));
        index.set(name, [...(index.get(name) ?? []), [member, output]]);
      }
    return index;
  }

  /** The output, its placeholders with their stack. */
  private output(member: Member | undefined, name: string): unknown {
    if (member === undefined) return undefined;
    return once(this.known, `${member.file.stack}.Outputs.${name}`, () =>
      inFile(member.file, () => carried(outputOf(name, member.work), member)),
    );
  }

  private nested(stack: string, logicalId: string, attribute: string): unknown {
    if (!attribute.startsWith('Outputs.')) return undefined;
    for (const { file } of this.members.values())
      if (file.nestedIn?.stack === stack && file.nestedIn.logicalId === logicalId) {
        const value = this.output(this.members.get(file.stack), attribute.slice('Outputs.'.length));
        return localized(value, stack);
      }
    return undefined;
  }

  /** What the resource that the stack is passes to its parameter. */
  private passed(name: string, stack: string): unknown {
    if (name.startsWith('AWS::')) return this.outside.given?.get(name);
    const { file, parent } = this.members.get(stack) ?? {};
    if (parent === undefined || file?.nestedIn === undefined) return undefined;
    const resource = own(parent.work.template.Resources, file.nestedIn.logicalId);
    return once(this.known, `${stack}.Parameters.${name}`, () =>
      inFile(parent.file, () => {
        const parameters = resource?.Properties?.['Parameters'];
        const written = isMap(parameters) ? own(parameters, name) : undefined;
        const value = resolve(written, parent.work);
        return value === absent ? undefined : localized(carried(value, parent), stack);
      }),
    );
  }
}

function carried(value: unknown, { file, work }: Member): unknown {
  return qualified(value, file.stack, work.unknowns);
}
