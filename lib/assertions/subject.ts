/**
 * What a person has at hand in a test of a CDK app. By its form alone, so that it may come from any version of
 * aws-cdk-lib.
 */

/** `Template` of aws-cdk-lib/assertions. */
export interface TemplateLike {
  toJSON(): object;
}

/** A template as data. */
export interface PlainTemplate {
  readonly Resources: object;
}

/** An App, a Stage, a Stack, or a construct in one. */
export interface ConstructLike {
  readonly node: {
    readonly id: string;
    /** A hash of the path. */
    readonly addr: string;
    readonly path: string;
    readonly scopes: readonly ConstructLike[];
    findAll(): readonly ConstructLike[];
  };
}

/**
 * A stack stands for itself, the stacks that it refers to and those that refer to it; an app for all its stacks; a text is the path of a
 * template or of an assembly. Of several templates each sees the exports of the others.
 */
export type Subject =
  string | ConstructLike | TemplateLike | PlainTemplate | readonly (TemplateLike | PlainTemplate)[];

export interface Options {
  /** Values of the template's parameters, and of `AWS::Region` or `AWS::AccountId`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The path of a file that states what the template only imports. */
  readonly assume?: string;
  /** Answer although a macro or a nested template is not here. @default false */
  readonly allowsIncomplete?: boolean;
}

export interface StageLike extends ConstructLike {
  synth(): { readonly directory: string };
}

export interface StackLike extends ConstructLike {
  readonly stackName: string;
  /** `aws://111122223333/eu-west-1` */
  readonly environment: string;
  readonly templateFile: string;
  readonly dependencies: readonly ConstructLike[];
  readonly nestedStackParent?: StackLike;
  /** What it is in the template of that one. */
  readonly nestedStackResource?: { readonly logicalId: string };
  resolve(value: unknown): unknown;
}

/** What becomes an entry of a template. */
interface ElementLike extends ConstructLike {
  readonly stack: StackLike;
  readonly logicalId: string;
}

export function isConstruct(value: object): value is ConstructLike {
  return 'node' in value && isObject(value.node) && 'scopes' in value.node;
}

export function isStage(construct: ConstructLike): construct is StageLike {
  return 'synth' in construct && typeof construct.synth === 'function';
}

export function isStack(construct: ConstructLike): construct is StackLike {
  return 'templateFile' in construct && 'dependencies' in construct && 'resolve' in construct;
}

export function isElement(construct: ConstructLike): construct is ElementLike {
  return 'logicalId' in construct && 'stack' in construct;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
