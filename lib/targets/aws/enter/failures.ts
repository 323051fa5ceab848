/** What AWS or the way to it said no with, as one sentence and what to do. */
import { AwsRefusal } from '../../../capabilities.ts';
import { KitError, messageOf } from '../../../errors.ts';

interface Explanation {
  readonly code: string;
  readonly says: string;
  readonly next: string;
}

const renew = 'sign in again (aws sso login, or new keys), then type it again';

/** In the order in which they are tried; the first whose words fit speaks. */
const explanations: readonly (readonly [words: RegExp, Explanation])[] = [
  [
    /throttl|TooManyRequests|RequestLimitExceeded|Rate exceeded|SlowDown/i,
    {
      code: 'Throttled',
      says: 'AWS throttles the calls of this account',
      next: 'wait a minute, then type it again',
    },
  ],
  [
    /RequestTimeTooSkewed|Signature (expired|not yet current)/,
    {
      code: 'ClockWrong',
      says: "this machine's clock is not AWS's",
      next: 'set the clock, then type it again',
    },
  ],
  [
    /expired|ExpiredToken|RequestExpired|SSO session|token is (expired|invalid)/i,
    { code: 'CredentialsExpired', says: 'your AWS credentials have expired', next: renew },
  ],
  [
    /Could not load credentials|Could not resolve credentials|CredentialsProviderError/,
    {
      code: 'NoCredentials',
      says: 'there are no AWS credentials',
      next: 'choose a profile (AWS_PROFILE=sandbox) or sign in (aws sso login)',
    },
  ],
  [
    /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId|AuthFailure|InvalidSignature|IncompleteSignature|InvalidToken/,
    { code: 'CredentialsRefused', says: 'AWS does not know these credentials', next: renew },
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|TimeoutError|EHOSTUNREACH|ENETUNREACH|EPROTO|EPIPE|socket hang up|ERR_(SSL|TLS)|HPE_|_CERT|UNABLE_TO_/,
    {
      code: 'AwsUnreachable',
      says: 'AWS cannot be reached from here',
      next: 'look at the network, the proxy, and AWS_ENDPOINT_URL',
    },
  ],
  [
    /Deserialization error|NotXml|char '.*' is not expected/,
    {
      code: 'NotAws',
      says: 'what answers there is not AWS',
      next: 'look at AWS_ENDPOINT_URL and the proxy',
    },
  ],
  [
    /AccessDenied|UnauthorizedOperation|NotAuthorized|AuthorizationError/,
    {
      code: 'NotPermitted',
      says: 'AWS refuses you a call that is needed',
      next: './lab permissions LAB prints the policy that allows it',
    },
  ],
];

/** A KitError where the cause is the person's to mend; whatever else was thrown stays as it is. */
export function explainedFailure(error: unknown, what: string): unknown {
  if (error instanceof KitError) return error;
  const words = wordsOf(error);
  const found = explanations.find(([pattern]) => pattern.test(words))?.[1];
  if (found === undefined) return unexplained(error, what);
  const detail = error instanceof AwsRefusal ? `: ${error.code}` : '';
  return new KitError(found.code, `${found.says} (${what}${detail})`, {
    next: found.next,
    cause: error,
  });
}

/** What a service said no with that nobody foresaw is still no bug of the kit's. */
function unexplained(error: unknown, what: string): unknown {
  const word = serviceWord(error);
  if (word === undefined) return error;
  const says = `AWS refuses ${what}: ${word}: ${messageOf(error)}`;
  return new KitError('AwsRefused', says, {
    next: 'mend what it says, then type it again',
    cause: error,
  });
}

/** The service's own word, where it was a service that said no or broke; nothing for any other error. */
export function serviceWord(error: unknown): string | undefined {
  if (error instanceof AwsRefusal) return error.code;
  const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === undefined ? undefined : name;
}

/** Names, codes and messages, also of what several attempts ended in. */
function wordsOf(error: unknown): string {
  const { name = '', code = '' } = error as { name?: string; code?: string };
  const inside = error instanceof AggregateError ? error.errors.map(wordsOf).join(' ') : '';
  return `${name} ${code} ${messageOf(error)} ${inside}`;
}
