/** A policy document -> its faults, in the order of its statements. Pure. */
import type { Document } from '../policy/statement.ts';
import { Symbols } from '../text/symbols.ts';
import { unknownActions } from './actions.ts';
import { malformedArns } from './arns.ts';
import { unknownKeys } from './conditions.ts';
import { denyByAddress, denyWithoutMfa } from './denies.ts';
import type { Fault, Look, Looking } from './fault.ts';
import { unfitActions } from './levels.ts';
import { unpinnedServices } from './services.ts';
import { everything, except, wholeServices } from './wide.ts';

export type { Fault, FaultId } from './fault.ts';

const looks: readonly Look[] = [
  malformedArns,
  unknownActions,
  unfitActions,
  unknownKeys,
  denyByAddress,
  denyWithoutMfa,
  unpinnedServices,
];
/** Of what allows by itself. */
const grants: readonly Look[] = [everything, wholeServices, except];

/** A document that is refused has no statements to look at: it says what AWS says, and no more. */
export function faultsIn(
  document: Document,
  looking: Omit<Looking, 'symbols'> & Partial<Pick<Looking, 'symbols'>>,
): readonly Fault[] {
  const about = { symbols: new Symbols(), ...looking, document };
  const refused = document.problems.map(({ place, says }) => ({
    ...{ place, says },
    fault: 'refused' as const,
  }));
  const all = looking.isLimit === true ? looks : [...looks, ...grants];
  return [
    ...refused,
    ...document.statements.flatMap((statement) => all.flatMap((look) => look(statement, about))),
  ];
}
