/** An HTTP endpoint on loopback that answers as it is told and keeps what SNS posts to it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Posted {
  readonly Type: string;
  readonly Message: string;
  readonly Token?: string;
}

export interface Listener {
  readonly url: string;
  readonly posted: readonly Posted[];
  /** What it answers from now on. */
  status: number;
}

/** Ends the endpoint when the work is done. */
export async function withListener<T>(work: (listener: Listener) => Promise<T>): Promise<T> {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    const heard = (body: string): void => {
      posted.push(JSON.parse(body) as Posted);
      response.writeHead(listener.status).end();
    };
    // What was cut off, by its sender or by our own end, was not posted.
    text(request)
      .then(heard)
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const listener: Listener = { url: `http://127.0.0.1:${port}/`, posted, status: 200 };
  try {
    return await work(listener);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
