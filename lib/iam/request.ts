/** Who wants to do what on what, and what comes along with the request. Pure data. */

export interface Request {
  readonly caller: Caller;
  /** `s3:GetObject` */
  readonly action: string;
  /** An ARN, or `*` where the action is on no resource. */
  readonly resource: string;
  /** Of the resource. @default the account in its ARN, else the caller's */
  readonly resourceAccount?: string;
  /** Of a resource of which no policy is known: where its own has to agree, the answer depends on it. */
  readonly isElsewhere?: boolean;
  readonly context: Context;
}

export type Caller =
  | { readonly kind: 'user'; readonly arn: string; readonly account: string }
  /** A session of the role; without its own ARN any session. */
  | {
      readonly kind: 'role';
      readonly arn: string;
      readonly account: string;
      readonly session?: string;
      /** `AWS::IAM::ServiceLinkedRole`: no policy of the organization limits it. */
      readonly isServiceLinked?: boolean;
    }
  | { readonly kind: 'root'; readonly account: string }
  /** A service of AWS that acts for itself: `s3.amazonaws.com`. */
  | { readonly kind: 'service'; readonly name: string }
  /** Somebody whom an identity provider vouches for, before a role is assumed. */
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'anonymous' };

export interface Context {
  /** By key, in any case; an empty list: the request has no such key. */
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  /** Keys of which it is not known what they say or whether they are there; `rest` is every one without a value. */
  readonly unknown: 'rest' | readonly string[];
}

/** What a request is taken to carry unless something else is said: it comes over TLS, and from the caller itself. */
export const usual: Context['values'] = {
  'aws:SecureTransport': 'true',
  'aws:ViaAWSService': 'false',
};

/** The account of the caller; nothing for whom no account answers. */
export function accountOf(caller: Caller): string | undefined {
  return 'account' in caller ? caller.account : undefined;
}

/** `user s3-reader`, `service s3.amazonaws.com` */
export function callerInWords(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
    case 'role':
      return caller.arn;
    case 'root':
      return `the root user of ${caller.account}`;
    case 'service':
      return caller.name;
    case 'federated':
      return caller.provider;
    case 'anonymous':
      return 'anybody';
  }
}
