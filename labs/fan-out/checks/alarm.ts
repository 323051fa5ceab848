/** Who publishes by itself: check 13. */
import type { Properties } from '../../../lib/capabilities.ts';
import { judgePermissions } from '../../../lib/checks/permissions.ts';
import { statementsOf } from '../../../lib/checks/sns.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { teamAt, teamUrl } from './mail.ts';
import { newMark, type Eyes } from './messages.ts';
import { judgeKey, keyUses, letsService } from './key-policy.ts';

const cloudWatch = 'cloudwatch.amazonaws.com';
const own = { 'aws:SourceAccount': '${AWS::AccountId}' };

export const alarmSpeaks: Check<Stage> = {
  id: 'alarm-speaks',
  says: 'The alarm TooMany publishes one message to All when it goes off',
  ways: [
    // A target where nobody asks the key lets an alarm speak that is silent on AWS.
    by(['sdk', 'eventually'], judgeAlarm, ['alarms', 'topic-key']),
    by(['may'], ({ may }) =>
      judgePermissions(may, [
        {
          who: cloudWatch,
          action: 'sns:Publish',
          on: '${Orders}',
          context: own,
          expect: 'allowed',
        },
        ...keyUses(cloudWatch),
      ]),
    ),
    by(['fact'], async ({ fact }) =>
      every([
        judgeTopic(await fact('Orders/Policy')),
        judgeKey(await fact('Sales/Key'), cloudWatch),
      ]),
    ),
  ],
};

async function judgeAlarm(eyes: Eyes): Promise<Verdict> {
  const set = async (StateValue: string, StateReason: string): Promise<void> => {
    await eyes.sdk('cloudwatch', 'SetAlarmState', {
      AlarmName: '${TooMany}',
      StateValue,
      StateReason,
    });
  };
  const mark = newMark();
  await set('OK', 'a check begins');
  try {
    await set('ALARM', mark);
    const all = await teamAt(eyes, teamUrl('All'), mark);
    await all.readUntil(1);
    await all.settle();
    const [first] = all.got;
    if (first === undefined || all.got.length > 1)
      return failed(`All gets ${all.got.length} messages about it`);
    const { Message } = JSON.parse(first.body) as { readonly Message: string };
    const { NewStateValue } = JSON.parse(Message) as { readonly NewStateValue?: string };
    return NewStateValue === 'ALARM'
      ? held('All gets one message: NewStateValue ALARM')
      : failed(`All gets a message with NewStateValue ${NewStateValue ?? 'missing'}`);
  } finally {
    await set('OK', 'the check is over');
  }
}

function judgeTopic(policy: Properties): Verdict {
  const isLet = statementsOf(policy).some((each) => letsService(each, cloudWatch, ['sns:publish']));
  return isLet
    ? held('the topic lets CloudWatch publish')
    : failed('the policy of Orders does not name CloudWatch');
}
