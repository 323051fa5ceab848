/** A request over a real socket: what is no answer, and what is a bug of whoever asked. */
import { createServer as listen, type AddressInfo, type Server, type Socket } from 'node:net';
import { NoAnswer } from '../../../lib/errors.ts';
import { send } from '../../../lib/targets/api/request.ts';

const asked = { method: 'GET', headers: {} };

async function withServer<T>(
  speak: (socket: Socket) => void,
  work: (url: string, server: Server) => Promise<T>,
): Promise<T> {
  const sockets = new Set<Socket>();
  const server = listen((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    speak(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

const onRequest =
  (speak: (socket: Socket) => void) =>
  (socket: Socket): void => {
    socket.once('data', () => {
      speak(socket);
    });
  };

test('an answer comes with its status, its headers and its body as data', async () => {
  const speak = onRequest((socket) => {
    socket.end('HTTP/1.1 201 Created\r\nX-Made: yes\r\nContent-Length: 8\r\n\r\n{"id":1}');
  });
  expect(await withServer(speak, (url) => send({ url }, asked))).toMatchObject({
    ...{ status: 201, body: { id: 1 } },
    headers: expect.objectContaining({ 'x-made': 'yes' }) as object,
  });
});

test.each([
  ['reset', onRequest((socket) => socket.resetAndDestroy()), /: ECONNRESET$/],
  ['closed without a word', onRequest((socket) => socket.end()), /: ECONNRESET$/],
  [
    'cut in the middle of its body',
    onRequest((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')),
    /: ECONNRESET$/,
  ],
  ['no HTTP', onRequest((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')), /: HPE_/],
])('a connection that is %s is no answer', async (_what, speak, says) => {
  const answer = withServer(speak, (url) => send({ url }, asked));
  await expect(answer).rejects.toBeInstanceOf(NoAnswer);
  await expect(answer).rejects.toThrow(says);
});

test('a port on which nobody listens is no answer, and what signs a URL is not said', async () => {
  const free = await withServer(
    () => undefined,
    (url) => Promise.resolve(url),
  );
  const answer = send({ url: `${free}/file?X-Amz-Signature=secret` }, asked);
  await expect(answer).rejects.toEqual(new NoAnswer(`no answer from ${free}/file: ECONNREFUSED`));
});

test('silence is no answer after the bound', async () => {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  const soon = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(50));
  const answer = withServer(
    () => undefined,
    (url) => send({ url }, asked),
  );
  await expect(answer).rejects.toThrow(/^no answer from http:.*: within 30 s$/);
  expect(soon).toHaveBeenCalledWith(30_000);
  soon.mockRestore();
});

test('what cannot be sent at all is a bug of who asked', async () => {
  const answer = send({ url: 'http://127.0.0.1:1' }, { method: 'GET', headers: { 'a b': 'c' } });
  await expect(answer).rejects.toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_HTTP_TOKEN' });
});
