/** Names that AWS would give: of regions and zones, instances, hosts and load balancers. Pure. */
import { createHash } from 'node:crypto';
import { addressText, type Address } from '../../../network/blocks.ts';
import type { Id } from '../../../network/network.ts';

/** Of a lab that says no other. The account is one that AWS's own documentation uses. */
export const region = 'us-east-1';
export const account = '123456789012';

/** `${AWS::Region}a` -> `us-east-1a` */
export function zoneName(written: string): string {
  return written.replaceAll('${AWS::Region}', region);
}

/** `i-0a1b2c...`: the same for the same host, another for its successor. */
export function instanceId(host: Id): string {
  return `i-0${createHash('sha1').update(`instance ${host}`).digest('hex').slice(0, 16)}`;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html */
export function privateName(address: Address): string {
  return `ip-${dashed(address)}.ec2.internal`;
}

export function publicName(address: Address): string {
  return `ec2-${dashed(address)}.compute-1.amazonaws.com`;
}

function dashed(address: Address): string {
  return addressText(address).replaceAll('.', '-');
}

/** `Stack/Alb` -> `Alb-1a2b3c4d.us-east-1.elb.amazonaws.com` */
export function balancerName(id: Id): string {
  const name = (id.split('/').at(-1) ?? id).toLowerCase().slice(0, 32);
  const tail = createHash('sha1').update(id).digest('hex').slice(0, 8);
  return `${name}-${tail}.${region}.elb.amazonaws.com`;
}
