/** A topic policy that lets in more than it names. */
import { isTooOpen, type Openness } from '../open-policies.ts';
import type { Rule } from '../rule.ts';

const types = ['AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy'];

const openness: Openness = {
  service: 'sns',
  // All alarms of an account may speak through one topic.
  sourceKeys: ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths'],
  // Its rules publish without them: a condition would keep them out.
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
  bringNone: ['events.amazonaws.com'],
};

export const topicPolicy: Rule = {
  id: 'kit/topic-policy',
  says: 'allows all of SNS, anybody, or a service of AWS on whose behalf ever',
  because:
    'Whatever is published reaches every subscriber, and a service acts for every account: without its source anybody can make it publish here.',
  source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html',
  breaches({ resources, policies }) {
    return resources.filter(
      (each) =>
        types.includes(each.type) &&
        policies.statementsIn(each).some((statement) => isTooOpen(statement, openness)),
    );
  },
};
