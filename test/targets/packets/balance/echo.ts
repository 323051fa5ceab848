/** A target that answers with what it got, behind a load balancer over loopback. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Balancer } from '../../../../lib/fleet/fleet.ts';
import type { Target } from '../../../../lib/targets/packets/balance/targets.ts';
import { playing, target, type Playing } from './loopback.ts';

/** A request as a target got it. */
export interface Seen {
  readonly headers: IncomingHttpHeaders;
  readonly raw: readonly string[];
  readonly url: string;
  readonly body: string;
}

/** Answers with what it got. */
function echo(): Promise<Target> {
  return target('echo', (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const { headers, rawHeaders: raw, url = '' } = request;
      response.end(JSON.stringify({ headers, raw, url, body } satisfies Seen));
    });
  });
}

export async function echoing(balancer: Partial<Balancer> = {}): Promise<Playing> {
  return playing({ targets: [await echo()], balancer });
}
