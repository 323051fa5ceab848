/** What an auto scaling group acts on: instances, load balancers and zones, however they are realised. */
import type { Id } from '../../../fleet/fleet.ts';

export type InstanceHandle = string;

export interface World {
  /** Resolves when the instance is pending; rejects where it cannot be launched. */
  launch(subnet: Id): Promise<InstanceHandle>;
  terminate(instance: InstanceHandle): Promise<void>;
  /** What EC2 says; an instance whose process ended is stopped or gone. */
  status(instance: InstanceHandle): 'pending' | 'running' | 'stopped' | 'gone';
  /** What Elastic Load Balancing says. */
  targetHealth(
    targetGroup: Id,
    instance: InstanceHandle,
  ): 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';
  register(targetGroup: Id, instance: InstanceHandle): Promise<void>;
  /** Resolves when the target has drained. */
  deregister(targetGroup: Id, instance: InstanceHandle): Promise<void>;
  zoneOf(subnet: Id): string;
  isZoneAlive(zone: string): boolean;
}

export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Seconds of the template -> milliseconds of this clock. */
  milliseconds(seconds: number): number;
  /** Calls once; what it returns calls it off. */
  after(milliseconds: number, then: () => void): () => void;
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html */
export type Process =
  'Launch' | 'Terminate' | 'HealthCheck' | 'ReplaceUnhealthy' | 'AZRebalance' | 'AddToLoadBalancer';

/** Something that a person may want to know. */
export interface GroupEvent {
  /** By the clock. */
  readonly at: number;
  readonly kind:
    | 'launching'
    | 'launch failed'
    | 'in service'
    | 'unhealthy'
    | 'terminating'
    | 'terminated'
    | 'failed'
    | 'changed';
  readonly instance: InstanceHandle | undefined;
  /** `i-1 is unhealthy: targets Web/Targets says so` */
  readonly sentence: string;
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
export interface Member {
  /** In the order of launches. */
  readonly order: number;
  readonly subnet: Id;
  readonly zone: string;
  /** Undefined until the launch has answered. */
  readonly handle: InstanceHandle | undefined;
  readonly state: 'Pending' | 'InService' | 'Terminating';
  readonly health: 'Healthy' | 'Unhealthy';
  /** No longer running: replaced at once, whatever policy there is. */
  readonly isGone: boolean;
  /** In service, and each health check that counts has passed once. */
  readonly isReady: boolean;
  /** Launched only to even out the zones: one of another zone goes when it is ready. */
  readonly isForBalance: boolean;
}
