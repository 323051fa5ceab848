/** What the far end says to a connection: for targets where something listens. */
import type { Flow, Place } from '../../../lib/capabilities.ts';
import { by, type Way } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';

interface Connections {
  readonly from: readonly Place[];
  readonly to: readonly Place[];
  readonly on: readonly Flow[];
  readonly ends: 'open' | 'timeout';
}

/** Every connection from each to each other comes to the same end. */
export function connecting({ from, to, on, ends }: Connections): Way {
  return by(['connect'], async ({ connect }) => {
    const verdicts: Verdict[] = [];
    for (const one of from)
      for (const other of to.filter((each) => each !== one))
        for (const flow of on) {
          const end = await connect({ from: one, to: other, flow });
          verdicts.push((end === ends ? held : failed)(`${one} -> ${other} ${flow}: ${end}`));
        }
    return every(verdicts);
  });
}
