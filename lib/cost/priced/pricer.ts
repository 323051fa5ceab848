/** What every room of `priced/` gives: a function for each resource type that costs something. */
import type { Charge } from '../charge.ts';
import type { Resource, Surroundings } from '../surroundings.ts';

/** Resource and the others around it -> what it is charged for. Nothing: this one costs nothing. */
export type Pricer = (resource: Resource, around: Surroundings) => readonly Charge[];

export type Pricers = Readonly<Record<string, Pricer>>;
