/** `site`, the host of the internet that says whom it saw: `{"client":"198.51.100.1"}` on every path. */
import { createServer, type Server } from 'node:http';

/** On 80 and on 443, where it speaks plain HTTP as well: what is looked at is who gets through. */
export const sitePorts: readonly number[] = [80, 443];

export function siteServer(): Server {
  return createServer((request, response) => {
    const client = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ client }));
  });
}
