/** A queue that shows a message again while the function may still be at it. */
import type { Resource } from '../../template/template.ts';
import { secondsOf } from '../queues.ts';
import { finderOf, type Find } from '../references.ts';
import type { Rule } from '../rule.ts';
import { numberOf } from '../values.ts';

/** Time for a batch, and for trying again when the function is throttled. */
const timeouts = 6;
const defaultVisibilitySeconds = 30;
const defaultTimeoutSeconds = 3;

export const visibilityCovers: Rule = {
  id: 'kit/visibility-covers',
  says: `hides a message for less than ${String(timeouts)} timeouts of the function that it feeds`,
  because:
    'Lambda takes a batch, may be throttled and tries again: a message that shows up before is worked on twice, and dies of receives that were no failures.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    const mappings = resources.filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping');
    return resources.filter(
      (queue) =>
        queue.type === 'AWS::SQS::Queue' &&
        mappings.some(
          (mapping) =>
            find(mapping.properties.EventSourceArn, mapping) === queue &&
            !covers(queue, functionOf(mapping, find)),
        ),
    );
  },
};

/** Also where it is not known. */
function covers(queue: Resource, handler: Resource | undefined): boolean {
  if (handler === undefined) return true;
  const hidden = secondsOf(queue, 'VisibilityTimeout', defaultVisibilitySeconds);
  const { Timeout = defaultTimeoutSeconds } = handler.properties;
  const needed = numberOf(Timeout);
  return hidden === undefined || needed === undefined || hidden >= timeouts * needed;
}

/** The function that a mapping names, by itself or by an alias or a version of it. */
function functionOf(mapping: Resource, find: Find): Resource | undefined {
  const named = find(mapping.properties.FunctionName, mapping);
  const isNaming = named?.type === 'AWS::Lambda::Alias' || named?.type === 'AWS::Lambda::Version';
  const handler = isNaming ? find(named.properties.FunctionName, named) : named;
  return handler?.type === 'AWS::Lambda::Function' ? handler : undefined;
}
