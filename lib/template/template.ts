/** A synthesized template as resolved resources, each with where it comes from. */
import type { Properties } from '../capabilities.ts';

export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  /** Construct path without the stack's `Resource` and `Default` tails, or the logical id where there is no path. */
  readonly path: string;
  readonly type: string;
  /**
   * Intrinsics resolved. What only the deployment knows stands as `${LogicalId}`, `${LogicalId.Attribute}` or
   * `${AWS::Region}` in the text.
   */
  readonly properties: Properties;
  readonly metadata: Properties;
  readonly deletionPolicy?: string;
}

export interface Template {
  readonly stack: string;
  readonly file: string;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A template as it is written, nothing resolved. */
export interface RawTemplate {
  readonly Resources?: Readonly<Record<string, RawResource>>;
  readonly Outputs?: Readonly<Record<string, RawOutput>>;
  readonly Parameters?: Readonly<
    Record<string, { readonly Type: string; readonly Default?: unknown }>
  >;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Properties>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
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
}
