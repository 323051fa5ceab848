/** Something that is still there, and why it is thought to be ours. */

export interface Finding {
  /** A CloudFormation type, or the service's own words. */
  readonly type: string;
  /** Physical id, or ARN. */
  readonly id: string;
  readonly region: string;
  /**
   * `stack`: it was in a stack of the kit. `tag`: its tags say so. `name`: AWS made it for a resource of the kit and named
   * it so. `foreign`: its name begins like ours, and neither tag nor stack says that it is: named, never touched.
   */
  readonly why: 'stack' | 'tag' | 'name' | 'foreign';
  /** The same in words: `its tag lab:id says todo-api`. */
  readonly says: string;
}

export function isOurs({ why }: Finding): boolean {
  return why !== 'foreign';
}

/** `AWS::S3::Bucket todoapi-x in us-east-1: its tag lab:id says todo-api` */
export function inWords({ type, id, region, says }: Finding): string {
  return `${type} ${id} in ${region}: ${says}`;
}
