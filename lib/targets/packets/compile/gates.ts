/** Where a packet may be dropped: what the rule that drops it carries as its comment, and which gate that is. */
import type { Id } from '../../../network/network.ts';
import type { Code, GateKind } from '../../../network/question.ts';
import { chainOf } from './names.ts';

/** A gate as the kernel knows it. */
export interface KernelGate {
  readonly kind: GateKind;
  readonly at: Id;
  readonly code: Code;
  /** The entry or route that decided, where one did. */
  readonly rule?: Id;
}

/** Every gate of a plan, by the comment of its rule. */
export class Gates {
  readonly byComment = new Map<string, KernelGate>();

  /**
   * The end of a rule that drops: it is traced by the kernel from here, which is one event for each packet that is lost.
   */
  drop(gate: KernelGate): string {
    return `meta nftrace set 1 drop comment "${this.commentOf(gate)}"`;
  }

  private commentOf(gate: KernelGate): string {
    const { kind, at, code, rule = '' } = gate;
    const comment = chainOf('gate', `${kind} ${at} ${code} ${rule}`);
    this.byComment.set(comment, gate);
    return comment;
  }
}
