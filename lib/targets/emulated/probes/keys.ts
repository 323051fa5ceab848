/** Is the key of a topic asked? */
import { randomUUID } from 'node:crypto';
import type { ProbeGroup } from './group.ts';
import { admission, alarmOn, subscriptionOf, takenFrom } from './messages.ts';
import { allow, arn, decision, policy, ref, role } from './parts.ts';

/** The account decides by its roles' policies; no service is let in. */
const ofTheAccount = policy({
  Effect: 'Allow',
  Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
  Action: 'kms:*',
  Resource: '*',
});

/** Long enough for what must not come. */
const silenceSeconds = 1.5;

export const keys: ProbeGroup = {
  stack: 'ProbesKeys',
  template: {
    Resources: {
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: ofTheAccount } },
      Closed: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: ref('Key') } },
      Heard: { Type: 'AWS::SQS::Queue' },
      HeardPolicy: admission('Closed', 'Heard'),
      ClosedToHeard: subscriptionOf('Closed', 'Heard'),
      Keyless: role(allow(['sns:Publish'], ref('Closed'))),
      Holder: role([
        ...allow(['sns:Publish'], ref('Closed')),
        ...allow(['kms:GenerateDataKey', 'kms:Decrypt'], arn('Key'), 'Keys'),
      ]),
      Loud: alarmOn('Closed'),
    },
  },
  probes: {
    'topic-key': async ({ sdk, eventually }) => {
      const publish = (principal: string, Message: string): Promise<string> =>
        decision(sdk('sns', 'Publish', { TopicArn: '${Closed}', Message }, { principal }));
      const [good, bad, alarm] = [randomUUID(), randomUUID(), randomUUID()];
      const keyless = await publish('Keyless', bad);
      const holder = await publish('Holder', good);
      const said = { StateValue: 'ALARM', StateReason: alarm };
      await sdk('cloudwatch', 'SetAlarmState', { AlarmName: '${Loud}', ...said });
      const bodies: string[] = [];
      const hears = async (...texts: readonly string[]): Promise<boolean> => {
        bodies.push(...(await takenFrom(sdk, '${Heard}')));
        return texts.some((each) => bodies.some((body) => body.includes(each)));
      };
      const isHeard = await eventually('the holder is heard', 5, () => hears(good));
      const isSaid = await eventually('others are', silenceSeconds, () => hears(bad, alarm));
      return keyless !== 'allowed' && holder === 'allowed' && isHeard && !isSaid;
    },
  },
};
