/** What a rule engine is that the kit did not write: templates in, findings and gaps out, resource by resource. */

export const engineNames = ['cdk-nag', 'CloudFormation Validate'] as const;
export type EngineName = (typeof engineNames)[number];

/** `error`: a synthesis with the engine's rules fails on it. */
export type Severity = 'error' | 'warning';

/** One template to be judged. */
export interface Judgeable {
  /** As JSON: loops worked out, nothing resolved. */
  readonly file: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

export interface EngineFinding {
  /** `AwsSolutions-IAM5[Resource::*]`, `E3601` */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, without a full stop at its end. */
  readonly says: string;
  /** Why it matters or what to do; empty where the engine does not say. */
  readonly because: string;
  readonly page: string;
  /** Of the resource; else what it is about, such as `Parameters/Port`. */
  readonly at: string;
  /** Paths below the resource, such as `Properties.TTL`. */
  readonly properties: readonly string[];
}

/** What an engine could not say. */
export interface Gap {
  /** Null: every rule. */
  readonly rule: string | null;
  /** The logical id; null: the whole template. */
  readonly at: string | null;
  /** Half a sentence. */
  readonly why: string;
}

/** What an engine says of one template. */
export interface Judgement {
  readonly findings: readonly EngineFinding[];
  readonly gaps: readonly Gap[];
  /** How many rules it has; null where it does not say. */
  readonly rules: number | null;
}

export interface Engine {
  /** One judgement for each template, in their order. */
  judge(templates: readonly Judgeable[], folder: string): readonly Judgement[];
}

/** Nothing but that the engine cannot judge the template. */
export function notJudged(why: string): Judgement {
  return { findings: [], gaps: [{ rule: null, at: null, why }], rules: null };
}
