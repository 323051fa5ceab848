/** A synthesized template as resolved resources, each with where it comes from. */
import type { Properties } from '../capabilities.ts';

export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  /** Construct path without the stack's `Resource` and `Default` tails, or the logical id where there is no path. */
  readonly path: string;
  readonly type: string;
  /**
   * Intrinsics resolved. What only the deployment knows stands as `${LogicalId}`, `${LogicalId.Attribute}`,
   * `${Stack/LogicalId.Attribute}` or `${AWS::Region}` in the text; numbers and booleans stay as they are written.
   */
  readonly properties: Properties;
  /**
   * Placeholder in the properties -> all that it may stand for, where the template says so: the values of a mapping whose
   * key is open, the dynamic reference that a parameter of the SSM Parameter Store is. Absent where there is none.
   */
  readonly choices?: Readonly<Record<string, readonly unknown[]>>;
  readonly metadata: Properties;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
  /** Why it is not known whether the resource is made at all; absent where it is made. */
  readonly condition?: string;
  readonly source?: Source;
  /** The line of the CDK app that made it, as far as the assembly notes it. */
  readonly madeAt?: Source;
  /** Where the stack is, as far as the assembly or a person says. */
  readonly account?: string;
  readonly region?: string;
}

/** A place in a file; lines count from 1. */
export interface Source {
  readonly file: string;
  readonly line: number;
}

export interface Template {
  readonly stack: string;
  readonly file: string;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Each placeholder that was made here -> why it is not known. */
  readonly unknowns: ReadonlyMap<string, string>;
}

/** One stack, its template as it is written. */
export interface StackFile {
  readonly stack: string;
  readonly file: string;
  readonly raw: RawTemplate;
  /** Logical id -> line in the file. */
  readonly lines?: ReadonlyMap<string, number>;
  /** Where the assembly puts it; nothing where that is left to whoever deploys. */
  readonly account?: string;
  readonly region?: string;
  /** The resource of another stack's template that this stack is. */
  readonly nestedIn?: { readonly stack: string; readonly logicalId: string };
}

/** A template as it is written, nothing resolved. */
export interface RawTemplate {
  readonly Resources?: Readonly<Record<string, RawResource>>;
  readonly Outputs?: Readonly<Record<string, RawOutput>>;
  readonly Parameters?: Readonly<Record<string, RawParameter>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Properties>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Transform?: unknown;
}
export interface RawParameter {
  readonly Type: string;
  readonly Default?: unknown;
  readonly AllowedValues?: unknown;
  readonly AllowedPattern?: unknown;
  readonly MinLength?: unknown;
  readonly MaxLength?: unknown;
  readonly MinValue?: unknown;
  readonly MaxValue?: unknown;
}
export interface RawOutput {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}
export interface RawResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly Properties?: Properties;
  readonly Metadata?: Properties;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
