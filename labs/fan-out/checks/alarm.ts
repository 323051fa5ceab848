/** Who publishes by itself: check 13. */
import { judgePermissions } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { teamAt, teamUrl } from './mail.ts';
import { newMark, type Eyes } from './messages.ts';
import { keyUses } from './key-policy.ts';

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
