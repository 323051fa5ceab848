/** What a fleet is built from besides the resources. */
import type { ReasonOf, Source } from '../../network/build/source.ts';

/** A resolved resource, as `lib/template` gives it. */
export interface FleetSource extends Source {
  /** Placeholder -> all that it may stand for, where the template says so. */
  readonly choices?: Readonly<Record<string, readonly unknown[]>>;
}

export interface Given {
  /** The placeholders that were made when that stack was resolved: any other `${...}` is the text's own. */
  readonly unknownsOf: (stack: string) => { has(placeholder: string): boolean };
  readonly reasonOf?: ReasonOf | undefined;
}
