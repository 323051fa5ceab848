/** What the probes of one area share: a small template of no lab, and a probe a feature on what was made of it. */
import type { Capabilities, Feature, Place } from '../../../capabilities.ts';
import type { RawTemplate } from '../../../template/template.ts';
import type { Connection } from '../../api/client.ts';

export interface Served extends Pick<Capabilities, 'http' | 'sdk' | 'eventually'> {
  /** As the account's owner: for requests that a probe signs, in order to spoil them. */
  readonly connection: Connection;
  /** The physical id of a resource of the group. */
  idOf(place: Place): string;
}
/** Tries both what must work and what must be refused. Those of one group run side by side. */
export type Probe = (served: Served) => Promise<boolean>;

export interface ProbeGroup {
  /** The name of its stack. */
  readonly stack: string;
  /** An emulator that does not make all of it has none of the group's features. */
  readonly template: RawTemplate;
  readonly probes: Readonly<Record<Feature, Probe>>;
}
