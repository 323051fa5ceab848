/** What is made of one resource that a flow can start from or end at. */
import type { Id, Interface } from '../../network.ts';
import type { Declared } from '../source.ts';

export interface Made {
  readonly end: Declared;
  readonly interfaces: readonly Interface[];
  /** Interfaces of other resources that belong to it as well. */
  readonly joins: readonly Id[];
}
