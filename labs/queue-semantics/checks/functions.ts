/** The functions of the lab, called by name. */
import type { Capabilities, Place, Properties } from '../../../lib/capabilities.ts';

export interface Ran {
  /** What it gave back; nothing where it broke. */
  readonly answer?: Properties;
  readonly error?: string;
}

/** Runs it and waits for its answer. Text in the event may hold `${...}`. */
export async function run(sdk: Capabilities['sdk'], place: Place, event: Properties): Promise<Ran> {
  const { FunctionError, Payload } = await sdk('lambda', 'Invoke', {
    FunctionName: `\${${place}}`,
    Payload: JSON.stringify(event),
  });
  const text = Buffer.from((Payload ?? []) as Uint8Array).toString();
  if (FunctionError !== undefined) return { error: `${place} broke: ${text.slice(0, 300)}` };
  return { answer: JSON.parse(text === '' ? '{}' : text) as Properties };
}
