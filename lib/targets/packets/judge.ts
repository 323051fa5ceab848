/** A lab on packets, ready to be asked. */
import type { Capabilities, Capability, HttpRequest } from '../../capabilities.ts';
import { KitError, NoAnswer } from '../../errors.ts';
import { inTexts, placeholdersIn } from '../../template/placeholder.ts';
import { unverified, type Verdict } from '../../verdict.ts';
import type { Judge } from '../target.ts';
import type { EngineClient } from './engine-client.ts';
import { noNames } from './engine/request.ts';
import type { Notes } from './notes.ts';

export const serves: ReadonlySet<Capability> = new Set<Capability>([
  'reach',
  'connect',
  'http',
  'during',
  'eventually',
  'steadily',
]);

/** Longer than the longest wait of a check at the scale of this target, with a boot under load. */
const boundSeconds = 240;

export function judgeOf(client: EngineClient, notes: Notes, isAlive: () => boolean): Judge {
  return {
    target: 'packets',
    title: 'packets',
    features: new Set(),
    capabilities: capabilitiesOf(client, notes),
    strengthOf: () => 'seen',
    lacks: (capability) => lacks[capability] ?? `packets does not serve ${capability}`,
    boundSeconds,
    notExercised: `health checks and times to live ran ${Math.round(1 / notes.scale)} times faster than declared; AMIs, Nitro limits and MTU are not played`,
    confirmAlive: () => {
      if (isAlive()) return Promise.resolve();
      throw new KitError(
        'TargetLost',
        'the engine of the lab has ended in the middle of the command',
        {
          next: './lab up LAB --on packets brings it up again',
        },
      );
    },
  };
}

const elsewhere = 'read from the template on model; here a template proves nothing';

const lacks: Partial<Record<Capability, string>> = {
  fact: elsewhere,
  facts: elsewhere,
  may: 'packets enforces no policies: proved on model',
  sdk: 'no API of AWS runs on packets',
  resolve: noNames,
};

function capabilitiesOf(client: EngineClient, notes: Notes): Partial<Capabilities> {
  return {
    reach: (flow) => client.call('reach', flow),
    connect: (flow) => client.call('connect', flow),
    http: async (request) => client.call('http', await placed(client, notes, request)),
    during: (disturbance, judge) => client.hold('during', disturbance, judge),
    eventually: (_what, withinSeconds, holds) => eventually(withinSeconds * notes.scale, holds),
    steadily: ({ what, forSeconds, perSecond }, probe) =>
      steadily({ what, seconds: forSeconds * notes.scale, every: 1 / perSecond }, probe),
  };
}

/** An output's URL with the addresses of this deployment in it. */
async function placed(
  client: EngineClient,
  { outputs }: Notes,
  request: HttpRequest,
): Promise<HttpRequest> {
  const output = outputs[request.to];
  if (output === undefined || !/^https?:\/\//.test(output.value)) return request;
  let url = output.value;
  for (const placeholder of placeholdersIn(url)) {
    const value = await client.call<string | null>('fill', { stack: output.stack, placeholder });
    url = String(inTexts(url, (text) => text.replaceAll(placeholder, value ?? placeholder)));
  }
  return { ...request, to: url };
}

const pollMilliseconds = 50;

async function eventually(seconds: number, holds: () => Promise<boolean>): Promise<boolean> {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    let silence: NoAnswer | undefined;
    try {
      if (await holds()) return true;
    } catch (error) {
      // What is still coming up does not answer yet.
      if (!(error instanceof NoAnswer)) throw error;
      silence = error;
    }
    if (performance.now() >= until) {
      if (silence !== undefined) throw silence;
      return false;
    }
    await pause(pollMilliseconds);
  }
}

async function steadily(
  {
    what,
    seconds,
    every,
  }: { readonly what: string; readonly seconds: number; readonly every: number },
  probe: () => Promise<Verdict>,
): Promise<Verdict> {
  const until = performance.now() + seconds * 1000;
  let last: Verdict = unverified(`${what}: nothing was probed`);
  while (performance.now() < until) {
    const next = pause(every * 1000);
    last = await probe();
    if (last.outcome !== 'held') return last;
    await next;
  }
  return last;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
