/**
 * The addresses of Amazon S3, as far as a boot needs them: the assets of the lab's assembly as objects, and a package mirror,
 * which on Amazon Linux is a bucket too. Where no emulator runs, everything else is answered as S3 answers for what it has not.
 */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** The file behind `bucket/key`; undefined where there is no such object. */
export type ObjectFile = (bucket: string, key: string) => string | undefined;

export const objectPorts: readonly number[] = [80, 443];

export function objectServer(fileOf: ObjectFile): Server {
  return createServer((request, response) => {
    const { bucket, key } = objectAsked(request);
    if (isMirror(bucket)) {
      answerPackage(response, key);
      return;
    }
    const file = fileOf(bucket, key);
    if (file === undefined) refuse(response, key);
    else sendFile(request, response, file);
  });
}

/** `BUCKET.s3.REGION.amazonaws.com/KEY` or `s3.REGION.amazonaws.com/BUCKET/KEY`. */
function objectAsked({ headers, url = '/' }: IncomingMessage): {
  readonly bucket: string;
  readonly key: string;
} {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const path = decodeURIComponent(url.replace(/\?.*$/, '')).replace(/^\//, '');
  const own = /^(.+?)\.s3[.-]/.exec(host)?.[1];
  if (own !== undefined) return { bucket: own, key: path };
  const [bucket = '', ...rest] = path.split('/');
  return { bucket, key: rest.join('/') };
}

/** @see https://docs.aws.amazon.com/linux/al2023/ug/deterministic-upgrades.html */
function isMirror(bucket: string): boolean {
  return bucket.startsWith('al2023-repos-') || bucket.startsWith('amazonlinux');
}

/** A word that the mirror was reached: what is installed is the machine's affair. */
function answerPackage(response: ServerResponse, key: string): void {
  response.writeHead(200, { 'Content-Type': 'text/plain', Server: 'AmazonS3' });
  response.end(`${key}\n`);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function refuse(response: ServerResponse, key: string): void {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>${key.replace(/[<>&]/g, '')}</Key></Error>`;
  response.writeHead(404, { 'Content-Type': 'application/xml', Server: 'AmazonS3' });
  response.end(text);
}

function sendFile(request: IncomingMessage, response: ServerResponse, file: string): void {
  const { size } = statSync(file);
  response.writeHead(200, { 'Content-Length': size, Server: 'AmazonS3' });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
}
