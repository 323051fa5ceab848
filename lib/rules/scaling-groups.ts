/** Auto scaling groups as templates write them. Pure. */
import type { Resource } from '../template/template.ts';
import { listOf, mapOf, numberOf, textOf } from './values.ts';

export function isScalingGroup({ type }: Pick<Resource, 'type'>): boolean {
  return type === 'AWS::AutoScaling::AutoScalingGroup';
}

/** Is the group registered with a load balancer, of whichever generation? */
export function hasBalancer({ properties }: Resource): boolean {
  const { TargetGroupARNs, LoadBalancerNames, TrafficSources } = properties;
  const named = [...listOf(TargetGroupARNs), ...listOf(LoadBalancerNames)];
  const sources = listOf(TrafficSources).map((each) => textOf(mapOf(each).Type));
  // Without a type it is known by its identifier, and a VPC Lattice group has one of its own.
  return named.length > 0 || sources.some((type) => type !== 'vpc-lattice');
}

/** Smallest and largest size; undefined where only the deployment knows it. */
export function sizeOf({ properties }: Resource): {
  readonly min: number | undefined;
  readonly max: number | undefined;
} {
  return { min: numberOf(properties.MinSize), max: numberOf(properties.MaxSize) };
}
