/** What a person may not want to see in a pull request: the report's own words. Pure. */
import { isRevision } from '../template/update-behavior.ts';
import type { Report, ReviewChange } from './report.ts';

export const gates: Readonly<Record<string, (report: Report) => boolean>> = {
  findings: ({ findings }) => findings.length > 0,
  exposure: ({ verdict, change }) =>
    change === null
      ? verdict.exposed + verdict.open > 0
      : change.reach.inbound.some(({ opened }) => opened.length > 0),
  cost: ({ verdict, change }) => (change?.cost.perMonth ?? verdict.perMonth) > 0,
  replacement: ({ change }) => change?.resources.some(endsWhatIsThere) === true,
};

/** What only may be replaced counts where that would lose data; what is made anew with each change never does. */
function endsWhatIsThere({ kind, type, data }: ReviewChange['resources'][number]): boolean {
  const isEnded = ['removed', 'replaced'].includes(kind) && !isRevision(type);
  return isEnded || data?.fate === 'lost';
}
