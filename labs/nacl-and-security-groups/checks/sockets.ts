/** What a socket says: a timeout is silence, a refusal is an answer. */
import type { Capabilities, FlowRequest } from '../../../lib/capabilities.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';

type Connect = Capabilities['connect'];
export type Said = Awaited<ReturnType<Connect>>;

/** Held where every connection ends as told. */
export async function judgeSockets(
  connect: Connect,
  told: Said,
  flows: readonly FlowRequest[],
): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const flow of flows) {
    const said = await connect(flow);
    const port = flow.sourcePort === undefined ? '' : ` from port ${flow.sourcePort}`;
    const says = `${flow.from} -> ${flow.to} ${flow.flow}${port}: ${said}`;
    verdicts.push(said === told ? held(says) : failed(`${says}, not ${told}`));
  }
  return every(verdicts);
}
