/** What clients of the load balancer see: status, and which host answered. */
import type { Capabilities, HttpRequest, HttpResponse } from '../../../lib/capabilities.ts';
import { exchange } from '../../../lib/checks/http.ts';
import type { Evidence } from '../../../lib/verdict.ts';

export type Http = Capabilities['http'];

export interface Answered {
  readonly status: number;
  /** The host that answered; empty where the load balancer answered by itself. */
  readonly host: string;
  readonly az: string;
  readonly evidence: Evidence;
}

export const page: HttpRequest = { to: 'Alb', path: '/' };

export async function ask(http: Http, request: HttpRequest = page): Promise<Answered> {
  const response = await http(request);
  const { host, az } = wordsOf(response);
  return { status: response.status, host, az, evidence: exchange(request, response) };
}

/** One after the other: round robin is seen only so. */
export async function askTimes(http: Http, times: number): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  while (answers.length < times) answers.push(await ask(http));
  return answers;
}

/** Every host that answers, by a few requests to each. */
export async function hostsOf(http: Http): Promise<readonly string[]> {
  const answers = await askTimes(http, 8);
  const hosts = answers.filter(({ status }) => status === 200).map(({ host }) => host);
  return [...new Set(hosts)].sort();
}

function wordsOf({ body }: HttpResponse): Pick<Answered, 'host' | 'az'> {
  const { host, az } = (typeof body === 'object' ? body : {}) as Partial<Answered>;
  return { host: host ?? '', az: az ?? '' };
}
