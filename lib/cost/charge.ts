/** What one resource is charged for: by time, by use under a stated assumption, or nobody can say. */
import type { AssumptionId } from './assumptions.ts';

export type Charge = Fixed | Used | Unpriced;

/** Costs by the hour or the month, whether it is used or not. */
export interface Fixed {
  readonly kind: 'fixed';
  readonly what: string;
  /** An id of the price table. */
  readonly price: string;
  /** How many units of the price run all the time. */
  readonly quantity: number;
  /** Why it may be more: something that decides the quantity is not known. */
  readonly atLeast?: string | undefined;
  /** The assumption on which the quantity rests, if it does. */
  readonly assumption?: AssumptionId | undefined;
}

/** Costs by the piece. */
export interface Used {
  readonly kind: 'used';
  readonly what: string;
  readonly price: string;
  readonly assumption: AssumptionId;
  /** Pieces of the price for one piece of the assumption: the gigabytes of a function for one of its seconds. */
  readonly times: number;
}

/** Costs something, and this kit cannot say how much. */
export interface Unpriced {
  readonly kind: 'unpriced';
  readonly why: string;
}

export function fixed(
  what: string,
  price: string,
  { quantity = 1, ...rest }: Partial<Pick<Fixed, 'quantity' | 'atLeast' | 'assumption'>> = {},
): Fixed {
  return { kind: 'fixed', what, price, quantity, ...rest };
}

export function used(what: string, price: string, assumption: AssumptionId): Used {
  return { kind: 'used', what, price, assumption, times: 1 };
}

export function unpriced(why: string): Unpriced {
  return { kind: 'unpriced', why };
}

/** `NAT gateway`, `2 × NAT gateway` */
export function several(count: number, noun: string): string {
  return count === 1 ? noun : `${count} × ${noun}`;
}
