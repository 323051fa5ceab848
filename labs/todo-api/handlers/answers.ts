/** What every handler of this lab answers and writes down. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

export type Answer = APIGatewayProxyResult;

/** A JSON answer that the one page of the lab may read; without a body it is empty. */
export function answer(statusCode: number, body?: unknown): Answer {
  return {
    statusCode,
    headers: {
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': process.env['SITE_ORIGIN'] ?? '',
    },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

/** What a caller gave its request to find it again in the log. */
export function correlationIdOf({ headers }: APIGatewayProxyEvent): string | undefined {
  const names = Object.keys(headers);
  const name = names.find((each) => each.toLowerCase() === 'x-correlation-id');
  return name === undefined ? undefined : headers[name];
}

/** One JSON line in the log. Written past the console, which would put words before it. */
export function log(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
