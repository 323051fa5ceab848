/** A server on loopback that stands where a person's AWS settings lead, and keeps every byte that comes in. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ListeningProxy {
  readonly address: string;
  /** Everything that was sent to it: request lines, headers, bodies, what a tunnel was asked for. */
  heard(): string;
  close(): Promise<void>;
}

export async function listeningProxy(): Promise<ListeningProxy> {
  let heard = '';
  const server = createServer((request, response) => {
    heard += `${request.method ?? ''} ${request.url ?? ''}\n${request.rawHeaders.join('\n')}\n`;
    request.on('data', (part: Buffer) => (heard += part.toString('latin1')));
    request.on('end', () => {
      response.statusCode = 503;
      response.end();
    });
  });
  server.on('connect', (request, socket) => {
    heard += `CONNECT ${request.url ?? ''}\n${request.rawHeaders.join('\n')}\n`;
    socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    heard: () => heard,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** A person's real profile, as far as this process knows: every way to name credentials, all leading to the proxy. */
export function personalSettings(secret: string, proxy: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...{ AWS_ACCESS_KEY_ID: secret, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: secret },
    ...{ AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' },
    ...{ AWS_ENDPOINT_URL: proxy, AWS_ENDPOINT_URL_S3: proxy, AWS_ENDPOINT_URL_STS: proxy },
    ...{ HTTP_PROXY: proxy, HTTPS_PROXY: proxy, ALL_PROXY: proxy },
    ...{ http_proxy: proxy, https_proxy: proxy, all_proxy: proxy },
  };
}
