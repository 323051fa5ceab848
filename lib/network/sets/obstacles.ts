/** What stands in the way at a gate, in words and as what could be changed about it. Made only where somebody asks. */
import type { Id } from '../network.ts';
import type { Code, Gate, GateKind } from '../question.ts';
import type { AclQuestion } from './acls.ts';
import type { GroupQuestion } from './groups.ts';
import type { Intervals } from './intervals.ts';
import type { Seen } from './seen.ts';

export interface Obstacle {
  readonly kind: GateKind;
  readonly at: Id;
  readonly code: Code;
  readonly says: string;
  readonly rule?: NonNullable<Gate['rule']>;
  /** On what it depends, where the gate may let more through than it surely does. */
  readonly reasons?: readonly string[];
  readonly remedy?: Remedy;
}

/** What a gate took from the ports that came to it. */
export interface Loss {
  readonly came: Intervals;
  readonly taken: Intervals;
  /** What may get through, or may not. */
  readonly doubtful: Intervals;
}

export type Explain = (loss: Loss) => Obstacle;

/** What a change would have to do: {@link remedies} names the changes. */
export type Remedy =
  | { readonly kind: 'group rule'; readonly question: GroupQuestion; readonly ports: Intervals }
  | { readonly kind: 'ACL entry'; readonly question: AclQuestion; readonly ports: Intervals }
  | {
      readonly kind: 'route';
      readonly way: 'request' | 'reply';
      readonly table: Id;
      readonly subnet: Id | undefined;
      readonly destination: Seen;
      /** The route that leads nowhere. */
      readonly instead?: Id;
    }
  | { readonly kind: 'public address'; readonly interfaces: readonly Id[] }
  | { readonly kind: 'internet gateway'; readonly vpc: Id }
  | { readonly kind: 'source/destination check'; readonly interface: Id }
  | {
      readonly kind: 'exclusion';
      readonly subnet: Id;
      readonly allows: 'egress' | 'bidirectional';
    };
