/** What stands where a service of AWS would answer, at an interface endpoint: it says that it was reached, and by whom. */
import { createServer, type Server } from 'node:http';

/** Endpoints speak HTTPS; here it is plain HTTP on the same port: what is looked at is who gets through. */
export const standInPort = 443;

export function standInServer(endpoint: string): Server {
  return createServer((request, response) => {
    const client = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ standIn: endpoint, client }));
  });
}
