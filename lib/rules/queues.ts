/** Queues, and which of them hold what nobody could deliver or work off. Pure. */
import type { Resource } from '../template/template.ts';
import { own } from '../template/values.ts';
import { finderOf } from './references.ts';
import { isTrue, jsonMapOf, mapOf, numberOf, textOf } from './values.ts';

export function queuesIn(resources: readonly Resource[]): readonly Resource[] {
  return resources.filter(({ type }) => type === 'AWS::SQS::Queue');
}

export function isFifo({ properties }: Resource): boolean {
  return isTrue(properties.FifoQueue ?? properties.FifoTopic);
}

/** Where a queue or a subscription sends its dead letters; undefined where nowhere. */
export function deadLetterTarget({ properties }: Resource): unknown {
  return jsonMapOf(properties.RedrivePolicy).deadLetterTargetArn;
}

/** An attribute in seconds; undefined where only the deployment knows it. */
export function secondsOf(queue: Resource, name: string, byDefault: number): number | undefined {
  const written = queue.properties[name];
  return written === undefined ? byDefault : numberOf(written);
}

/**
 * Queues for the dead letters of another queue, a subscription, a function, an event source mapping, a rule, a schedule
 * or a pipe, and queues that say of themselves which queues may send them theirs.
 */
export function deadLetterQueues(resources: readonly Resource[]): ReadonlySet<Resource> {
  const find = finderOf(resources);
  const named = resources.flatMap((each) =>
    deadLetterArns(each.properties).map((arn) => find(arn, each)),
  );
  const declared = queuesIn(resources).filter(
    ({ properties }) => jsonMapOf(properties.RedriveAllowPolicy).redrivePermission === 'byQueue',
  );
  return new Set([...named, ...declared].filter((each) => each !== undefined));
}

/** Where event source mappings read: the poller of Lambda or of a pipe takes messages from these. */
export function polledByAws(resources: readonly Resource[]): ReadonlySet<Resource> {
  const find = finderOf(resources);
  const sources = resources.map((each) => find(sourceOf(each), each));
  return new Set(sources.filter((each) => each !== undefined));
}

function sourceOf({ type, properties }: Resource): unknown {
  if (type === 'AWS::Lambda::EventSourceMapping') return properties.EventSourceArn;
  return type === 'AWS::Pipes::Pipe' ? properties.Source : undefined;
}

/** How the places for dead letters are written in properties, wherever they stand. */
const places: Readonly<Record<string, (value: unknown) => readonly unknown[]>> = {
  RedrivePolicy: (value) => [jsonMapOf(value).deadLetterTargetArn],
  DeadLetterConfig: (value) => [mapOf(value).TargetArn, mapOf(value).Arn],
  OnFailure: (value) => [mapOf(value).Destination],
};

function deadLetterArns(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    (own(places, key)?.(each) ?? []).map(textOf).concat(deadLetterArns(each)),
  );
}
