/** A caller as the facts write it: an ARN, a service, `anonymous`. */
import type { Caller } from '../../lib/iam/request.ts';

/** @param role of a session the role, with its path */
export function callerIn(text: string, role?: string): Caller {
  if (text === 'anonymous') return { kind: 'anonymous' };
  if (!text.startsWith('arn:')) return { kind: 'service', name: text };
  const [, , service, , account = '', resource = ''] = text.split(':');
  if (service !== 'sts') return identityIn(text, account, resource);
  const arn = role ?? `arn:aws:iam::${account}:role/${resource.split('/')[1] ?? ''}`;
  const isServiceLinked = arn.includes(':role/aws-service-role/');
  return { kind: 'role', arn, account, session: text, isServiceLinked };
}

function identityIn(arn: string, account: string, resource: string): Caller {
  if (resource === 'root') return { kind: 'root', account };
  return { kind: resource.startsWith('role/') ? 'role' : 'user', arn, account };
}
