/** The queue service, as the functions of this lab use it. */
import { SQSClient } from '@aws-sdk/client-sqs';

export const sqs = new SQSClient();

/** One JSON line in the log. Written past the console, which would put words before it. */
export function log(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
