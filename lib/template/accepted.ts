/** Which findings somebody accepted on which constructs of an assembly, and why. */
import { statSync } from 'node:fs';
import { notesIn, type Note } from './notes.ts';
import { isMap, textOf } from './values.ts';

export interface Accepted {
  /** As the pack has it: `AwsSolutions-APIG3`, `AwsSolutions-IAM5[Resource::*]`, `kit/cache-nodes`. */
  readonly rule: string;
  /** Path of the construct: it and what is below it. */
  readonly at: string;
  readonly reason: string;
}

/**
 * @param path an assembly that was opened; of a template alone nothing is noted
 * @throws BadTemplate
 */
export function acceptedIn(path: string): readonly Accepted[] {
  return statSync(path).isDirectory() ? notesIn(path).flatMap(acceptedBy) : [];
}

/** `Kit::kit/queue-dlq` -> `kit/queue-dlq`: the pack says its name twice. */
function acceptedBy({ at, type, data }: Note): readonly Accepted[] {
  if (type !== 'aws:cdk:acknowledged-rules' || !isMap(data)) return [];
  return Object.entries(data).map(([id, reason]) => ({
    ...{ rule: id.replace(/^[A-Za-z-]+::/, ''), at },
    reason: textOf(reason),
  }));
}
