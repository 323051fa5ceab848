/** The report on templates as one value: every rendering shows this and adds nothing. */
import type { Cost } from '../cost/cost.ts';
import type { CostDifference } from '../cost/difference.ts';
import type { Change } from '../template/changes.ts';
import type { ExposureData } from './exposure.ts';
import type { ReachData } from './reach-changes.ts';

export interface Report {
  readonly schemaVersion: 1;
  readonly of: Reviewed;
  readonly verdict: ReviewVerdict;
  /** Against the base; null without one. */
  readonly change: ReviewChange | null;
  /** Through the network. */
  readonly exposure: ExposureData;
  /** At addresses of AWS's, whatever the network. */
  readonly entries: readonly Entry[];
  /** Whom the policies of resources and roles let in who is not of the account. */
  readonly outsiders: readonly Outsider[];
  /** Those that nobody accepted. */
  readonly findings: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly cost: Cost;
  /** What is still there after the stacks are removed. */
  readonly leftovers: readonly Leftover[];
  readonly inventory: readonly Service[];
  readonly provenance: Provenance;
}

export interface Reviewed {
  /** As typed. */
  readonly name: string;
  /** Of a lab: `stage 1 of 4 (rest)`. */
  readonly stage: string | null;
  /** Where the templates are, seen from here; empty for this folder. */
  readonly folder: string;
  readonly templates: readonly ReviewedTemplate[];
}

export interface ReviewedTemplate {
  readonly stack: string;
  /** Its name in its folder. */
  readonly file: string;
  /** SHA-256 of its bytes, in hex. */
  readonly sha256: string;
  readonly resources: number;
}

export interface ReviewVerdict {
  readonly findings: number;
  readonly accepted: number;
  /** Ends that the internet reaches. */
  readonly exposed: number;
  /** What answers anybody at an address of AWS's. */
  readonly open: number;
  /** US dollars, forgotten for a month of 730 hours. */
  readonly perMonth: number;
  readonly isAtLeast: boolean;
  /** Lines that need a person. */
  readonly attention: readonly string[];
}

export interface ReviewChange {
  readonly base: Reviewed;
  readonly resources: readonly Change[];
  readonly reach: ReachData;
  readonly cost: CostDifference;
  /** Findings that the base does not have. */
  readonly newFindings: readonly string[];
}

/** Where something stands. */
export interface Standing {
  readonly stack: string;
  readonly logicalId: string;
  /** The construct path below the stack. */
  readonly place: string;
  readonly type: string;
  /** `Network.template.json:12`; null where nothing says the line. */
  readonly source: string | null;
}

export interface Finding extends Standing {
  /** Of the rule and the place: the same in every report as long as they are. */
  readonly id: string;
  readonly rule: string;
  readonly says: string;
  readonly because: string;
  /** The AWS page behind the rule. */
  readonly page: string;
}

export interface AcceptedFinding {
  readonly rule: string;
  /** Path of the construct on which it is accepted. */
  readonly at: string;
  readonly reason: string;
  /** `not judged`: the engine of the rule did not run. `stale`: it covers none. */
  readonly state: 'covers' | 'stale' | 'not judged';
  readonly covers: readonly Finding[];
}

export interface Entry extends Standing {
  /** What it does for anybody: `GET /todos`, `s3:GetObject`. */
  readonly open: readonly string[];
  /** What it does for whom somebody has asked. */
  readonly guarded: readonly string[];
}

export interface Outsider extends Standing {
  /** `anybody`, an account, a service, an identity provider. */
  readonly who: string;
  readonly actions: readonly string[];
  /** Keys of the conditions under which. */
  readonly conditions: readonly string[];
  readonly statement: string;
}

export interface Leftover extends Standing {
  readonly why: string;
}

export interface Service {
  /** `EC2` */
  readonly name: string;
  readonly resources: readonly Standing[];
}

export interface Provenance {
  readonly kit: string;
  readonly engines: readonly {
    readonly name: string;
    readonly rules: number;
    /** Why it did not run; null where it did. */
    readonly missing: string | null;
  }[];
  /** What could not be analysed. */
  readonly open: readonly string[];
}
