/**
 * How is VPC Block Public Access judged? At the doors to the internet, for new flows: `bidirectional` blocks both ways but for
 * excluded subnets; `ingress` leaves open only what lets nothing in by its nature: NAT gateways and egress-only gateways.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
import { nameAsWritten } from '../names.ts';
import type { Subnet, Vpc } from '../network.ts';
import { passes, type Trip } from './trip.ts';

/** `one-way`: out by a NAT gateway or an egress-only internet gateway. */
type Door = 'in' | 'out' | 'one-way';

/** VPC_BLOCK_PUBLIC_ACCESS_ENABLED. The answer of a flow that was let pass passes too, and is not asked. */
export function allowsPublicAccess(
  trip: Trip,
  at: { readonly vpc: Vpc | undefined; readonly subnet: Subnet | undefined },
  door: Door,
): boolean {
  const { vpc } = at;
  if (trip.way === 'reply' || vpc === undefined || vpc.blockPublicAccess === 'off') return true;
  const { blockPublicAccess, blockPublicAccessBy: declaredBy = vpc.id } = vpc;
  const exclusion = at.subnet?.publicAccessExclusion ?? 'none';
  const isExcluded = excepts[exclusion][door];
  const outcome = isExcluded ? passed : blocks[blockPublicAccess][door];
  const mode = `${blockPublicAccess} for ${nameAsWritten(trip.network, vpc.id)}`;
  const says = `${mode}, exclusion ${exclusion}: ${flows[door]}`;
  return passes(trip, { kind: 'block public access', at: declaredBy, says, ...outcome });
}

const passed = { outcome: 'passed' } as const;
const refused = { outcome: 'blocked', code: 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED' } as const;

const blocks = {
  ingress: { in: refused, out: refused, 'one-way': passed },
  bidirectional: { in: refused, out: refused, 'one-way': refused },
} as const;

const excepts = {
  none: { in: false, out: false, 'one-way': false },
  egress: { in: false, out: true, 'one-way': true },
  bidirectional: { in: true, out: true, 'one-way': true },
} as const;

const flows = {
  in: 'a flow from the internet',
  out: 'a flow from inside',
  'one-way': 'a flow from inside by a gateway that lets none in',
} as const;
