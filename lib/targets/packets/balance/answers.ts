/**
 * What a load balancer answers itself, without a target.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
import { STATUS_CODES } from 'node:http';
import type { Action } from '../../../fleet/fleet.ts';
import { redirection, type Asked } from './rules.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly location?: string;
}

const named = new Map([
  [414, 'Request-URI Too Large'],
  [503, 'Service Temporarily Unavailable'],
  [504, 'Gateway Time-out'],
]);

function reasonOf(status: number): string {
  return named.get(status) ?? STATUS_CODES[status] ?? '';
}

/** One of its own errors. */
export function failure(status: number): Answer {
  const title = `${status} ${reasonOf(status)}`.trim();
  const body = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
  return { status, contentType: 'text/html', body };
}

/** Of an action that needs no target. */
export function answerOf(action: Exclude<Action, { kind: 'forward' }>, asked: Asked): Answer {
  switch (action.kind) {
    case 'fixed-response':
      return action;
    case 'redirect':
      return { ...failure(action.status), location: redirection(action, asked) };
    case 'not played':
      return {
        status: 500,
        contentType: 'text/plain',
        body: `${action.type} is not played on this target.\n`,
      };
  }
}

export interface Asking {
  readonly isHead: boolean;
  readonly isClosing: boolean;
  /** A Classic Load Balancer does not name itself, and its errors have no page. */
  readonly isClassic: boolean;
  readonly cookies?: readonly string[];
}

export function answerText(answer: Answer, { isHead, isClosing, isClassic }: Asking): string {
  const body = isClassic ? '' : answer.body;
  const lines = [
    `HTTP/1.1 ${answer.status} ${reasonOf(answer.status)}`,
    ...(isClassic ? [] : ['Server: awselb/2.0']),
    `Date: ${new Date().toUTCString()}`,
    ...(body === '' ? [] : [`Content-Type: ${answer.contentType}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Connection: ${isClosing ? 'close' : 'keep-alive'}`,
    ...(answer.location === undefined ? [] : [`Location: ${answer.location}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${isHead ? '' : body}`;
}
