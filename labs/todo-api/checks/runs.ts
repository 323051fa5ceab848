/** Counting runs of a function by the lines that it writes: counters of a service come late, and not everywhere. */
import { randomUUID } from 'node:crypto';
import type { Capabilities, HttpRequest, HttpResponse, Place } from '../../../lib/capabilities.ts';
import { api } from './requests.ts';

export type Eyes = Pick<Capabilities, 'http' | 'sdk' | 'eventually'>;

/** The line that a handler writes at every run. */
export interface Run {
  readonly correlationId?: string;
  readonly status: number;
  /** Missing where the handler knows of no cache. */
  readonly cache?: 'none' | 'unreachable' | 'used';
}

export const todosLogs = '${Handlers/TodosLogs}';
export const templatesLogs = '${Handlers/TemplatesLogs}';

const logWithinSeconds = 25;
/** The clocks of this machine and of the service may differ by so much. */
const skewMilliseconds = 120_000;

/** A request that can be found again in the log: nobody else's has its id. */
export function marked(request: HttpRequest): {
  readonly request: HttpRequest;
  readonly mark: string;
} {
  const mark = randomUUID();
  const headers = { ...request.headers, 'x-correlation-id': mark };
  return { request: { ...request, headers }, mark };
}

export interface Unrun {
  readonly answer: HttpResponse;
  /** Did the function run for it? Nothing where the log does not tell. */
  readonly ran: boolean | undefined;
}

/**
 * Sends a request that must not run the function, and after it one that must: once the second is in the log, the first
 * would be there too.
 */
export async function sendUnrun(eyes: Eyes, request: HttpRequest): Promise<Unrun> {
  const first = marked(request);
  const answer = await eyes.http(first.request);
  const control = { to: api, as: 'A', path: `/todos/${randomUUID()}` };
  if ((await runSeen(eyes, control)).run === undefined) return { answer, ran: undefined };
  const [ran] = await runsWith(eyes.sdk, { logs: todosLogs, marks: [first.mark] });
  return { answer, ran: ran !== undefined };
}

export interface Seen {
  readonly answer: HttpResponse;
  /** Nothing where the log does not tell. */
  readonly run: Run | undefined;
}

/** As {@link runOf}. One that broke, or whose line got lost, tells nothing: it is sent again, so it has to change nothing. */
export async function runSeen(eyes: Eyes, request: HttpRequest): Promise<Seen> {
  const seen = await runOf(eyes, request);
  return seen.run === undefined ? runOf(eyes, request) : seen;
}

/** Sends the request and waits for the line of its run. */
export async function runOf(
  eyes: Eyes,
  request: HttpRequest,
  logs: Place = todosLogs,
): Promise<Seen> {
  const { request: sent, mark } = marked(request);
  const answer = await eyes.http(sent);
  // A run that broke writes no line: there is nothing to wait for.
  if (answer.status >= 500) return { answer, run: undefined };
  let run: Run | undefined;
  await eyes.eventually('the run stands in the log', logWithinSeconds, async () => {
    [run] = await runsWith(eyes.sdk, { logs, marks: [mark] });
    return run !== undefined;
  });
  return { answer, run };
}

/** The runs for these marks and no others: checks run side by side. */
export async function runsWith(
  sdk: Capabilities['sdk'],
  { logs, marks }: { readonly logs: Place; readonly marks: readonly string[] },
): Promise<readonly Run[]> {
  const runs: Run[] = [];
  const since = Date.now() - logWithinSeconds * 1000 - skewMilliseconds;
  let nextToken: unknown;
  do {
    const page = await sdk('cloudwatch-logs', 'FilterLogEvents', {
      logGroupName: logs,
      startTime: since,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const events = (page['events'] ?? []) as readonly { readonly message?: string }[];
    runs.push(...events.flatMap(({ message = '' }) => runIn(message)));
    nextToken = page['nextToken'];
  } while (nextToken !== undefined);
  return runs.filter(({ correlationId = '' }) => marks.includes(correlationId));
}

function runIn(message: string): readonly Run[] {
  try {
    const line = JSON.parse(message) as Run & { readonly event?: string };
    return line.event === 'run' ? [line] : [];
  } catch {
    return [];
  }
}
