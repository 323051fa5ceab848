/** The report on templates as one value: every rendering shows this and adds nothing. */
import type { Cost } from '../cost/cost.ts';
import type { CostDifference } from '../cost/difference.ts';
import type { EngineName, Severity } from '../rules/engines/engine.ts';
import type { Change } from '../template/changes.ts';
import type { AllowedChange } from './allowed-changes.ts';
import type { TemplateChanges } from './changed.ts';
import type { ExposureData } from './exposure.ts';
import type { Path, UnknownPath } from './paths.ts';
import type { Picture } from './picture/picture.ts';
import type { ReachData } from './reach-changes.ts';
import type { Ways } from './ways.ts';

export interface Report {
  readonly schemaVersion: 1;
  readonly of: Reviewed;
  readonly verdict: ReviewVerdict;
  /** Logical ids of nested stacks whose templates are not here: nothing in them is judged. */
  readonly absent: readonly string[];
  /** Against the base; null without one. */
  readonly change: ReviewChange | null;
  /** Through the network. */
  readonly exposure: ExposureData;
  /** Types that stand in a network, and of which the exposure says nothing. */
  readonly unexposed: readonly string[];
  /** At addresses of AWS's, whatever the network. */
  readonly entries: readonly Entry[];
  /** Whom the policies of resources and roles let in who is not of the account. */
  readonly outsiders: readonly Outsider[];
  /** What roles and users are allowed, and denied. */
  readonly allowed: readonly Allowed[];
  /** From one place to another: what gets through, with the way of a packet. */
  readonly ways: Ways;
  readonly picture: Picture;
  /** From the internet to what holds data, a shortest one each. */
  readonly paths: readonly Path[];
  /** What holds data, and why nobody knows whether one gets there. */
  readonly unknownPaths: readonly UnknownPath[];
  /** Those that nobody accepted. */
  readonly findings: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly cost: Cost;
  /** What the loss of a zone, or one call too many, takes away. */
  readonly weaknesses: readonly Weakness[];
  /** Where that was looked for, and where it was not. */
  readonly resilience: Looked;
  /** How much of AWS's quotas it takes. */
  readonly limits: readonly Limit[];
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
  /** Ends that the internet reaches, or perhaps reaches. */
  readonly exposed: number;
  /** Of them those where that hangs on what the template does not say. */
  readonly exposedPerhaps: number;
  /** What answers anybody at an address of AWS's. */
  readonly open: number;
  /** US dollars, forgotten for a month of 730 hours. */
  readonly perMonth: number;
  readonly isAtLeast: boolean;
  /** Lines that need a person. */
  readonly attention: readonly string[];
}

export interface ReviewChange extends TemplateChanges {
  readonly base: Reviewed;
  /** What loses data first, then what is replaced, removed, changed, added. */
  readonly resources: readonly Change[];
  /** What policies allow that those of the base do not. */
  readonly allowed: readonly AllowedChange[];
  readonly reach: ReachData;
  readonly cost: CostDifference;
  /** Findings that the base does not have. */
  readonly newFindings: readonly Pick<Finding, 'id' | 'rule' | 'stack' | 'place'>[];
  /** Are findings and lines for a person that the base has too left out of the report? */
  readonly onlyNew: boolean;
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
  /** `lib/network.ts:34`: the line of the CDK app that made it; null where the assembly does not note it. */
  readonly madeAt: string | null;
}

export interface Finding extends Standing {
  /** Of the rule and the place: the same in every report as long as they are. */
  readonly id: string;
  readonly rule: string;
  readonly engine: 'kit' | EngineName;
  /** `error`: a synthesis with the engine's rules fails on it. */
  readonly severity: Severity;
  readonly says: string;
  /** Why it matters, or what to do; empty where the engine does not say. */
  readonly because: string;
  /** The page behind the rule. */
  readonly page: string;
  /** `Properties.TTL`: which of the resource, as far as the engine says. */
  readonly properties: readonly string[];
  /** Rules of other engines that say the same of it. */
  readonly also: readonly string[];
}

export interface AcceptedFinding {
  readonly rule: string;
  /** Path of the construct on which it is accepted. */
  readonly at: string;
  readonly reason: string;
  /** `not judged`: the engine of the rule did not run. `stale`: it covers none. `expired`: its last day is over. */
  readonly state: 'covers' | 'stale' | 'not judged' | 'expired';
  /** Its last day, where it has one. */
  readonly until?: string;
  readonly covers: readonly Finding[];
}

export interface Answers {
  /** What it does for anybody: `GET /todos`, `s3:GetObject`. */
  readonly open: readonly string[];
  /** What it does for whom somebody has asked. */
  readonly guarded: readonly string[];
}

export interface Entry extends Standing, Answers {}

export interface Outsider extends Standing {
  /** `anybody`, an account, a service, an identity provider. */
  readonly who: string;
  readonly actions: readonly string[];
  /** Keys of the conditions under which. */
  readonly conditions: readonly string[];
  readonly statement: string;
}

/** A statement of a policy of a role or user, or of whoever else gets it: then it stands where that is written. */
export interface Allowed extends Standing {
  /** The place of the principal; of who is in no template, in words: `role existing (not in the template)`. */
  readonly who: string;
  /** Places of what acts as it. */
  readonly actsFor: readonly string[];
  /** A Deny says what is never allowed, whatever else is. */
  readonly effect: 'Allow' | 'Deny';
  /** The permissions boundary, which has to allow the same; null without one. */
  readonly limitedBy: string | null;
  readonly actions: readonly string[];
  /** Places, or ARNs of what is not in the templates. */
  readonly on: readonly string[];
  /** Keys of the conditions under which. */
  readonly conditions: readonly string[];
  readonly statement: string;
  /** All actions of a service on all that it has. */
  readonly isWide: boolean;
  /** Is it known what the policy allows? Else it is named as the statement. */
  readonly isKnown: boolean;
}

export interface Weakness extends Standing {
  readonly says: string;
}

export interface Looked {
  /** Types of the templates of which it is known what to look for. */
  readonly judged: readonly string[];
  readonly unjudged: readonly Unjudged[];
  /** Is anything of a type that is known to hold data? */
  readonly holdsData: boolean;
}

export interface Unjudged extends Standing {
  readonly why: 'holds data' | 'stands in a zone' | 'its zones are not known';
}

export interface Limit {
  readonly what: string;
  readonly used: number;
  /** What AWS gives every new account. */
  readonly usual: number;
  /** Of it, what the default VPC of a new account takes. */
  readonly taken: number;
}

export interface Leftover extends Standing {
  readonly why: string;
  /** Whatever happens until then; else it may stay. */
  readonly isSure: boolean;
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
    readonly version: string;
    /** Null where it does not say how many. */
    readonly rules: number | null;
    /** Why it did not run; null where it did. */
    readonly missing: string | null;
  }[];
  /** What could not be analysed. */
  readonly open: readonly string[];
}
