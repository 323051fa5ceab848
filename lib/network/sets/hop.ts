/** Where a packet stands and which route it takes from there. */
import type { Id, Route, Subnet } from '../network.ts';

export interface Hop {
  readonly subnet: Subnet;
  /** The table of the subnet. */
  readonly table: Id;
  readonly route: Route;
  /** Where the route leads; the table itself for a local one. */
  readonly to: Id;
}
