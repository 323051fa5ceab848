import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../lib/app.ts';
import { describeLab } from '../../test/support/describe-lab.ts';

async function templateOf(variant: string): Promise<Template> {
  const app = await createApp({ lab: 'fan-out', stage: 'topics', parameters: { variant } });
  return Template.fromStack(Stack.of(app.node.findChild('FanOut')));
}

/** The properties of every resource of the type, as text. */
async function written(type: string, variant = 'learning'): Promise<readonly string[]> {
  const resources = Object.values((await templateOf(variant)).findResources(type));
  return resources.map((each) => JSON.stringify(each));
}

describeLab('fan-out', () => {
  test('what a FIFO topic cannot deliver goes to a FIFO queue, and the rest to a standard one', async () => {
    const subscriptions = await written('AWS::SNS::Subscription');
    const isOrdered = (each: string): boolean => /"TopicArn":{"Ref":"\w*Ledger/.test(each);
    const isKeptOrdered = (each: string): boolean => each.includes('UndeliveredEntries');
    expect(subscriptions).toHaveLength(9);
    expect(subscriptions.filter(isOrdered)).toHaveLength(3);
    expect(subscriptions.filter(isKeptOrdered)).toEqual(subscriptions.filter(isOrdered));
  });

  test('a publisher may publish to one topic, and nobody publishes to every one', async () => {
    const policies = (await written('AWS::IAM::Policy')).filter((each) => each.includes('sns:'));
    const isOfOneTopic = /"Action":"sns:Publish","Effect":"Allow","Resource":{"Ref":"\w+"}/;
    expect(policies).toHaveLength(2);
    expect(policies.filter((each) => !isOfOneTopic.test(each))).toEqual([]);
  });

  test('in production somebody is told of every message that was not delivered or not processed', async () => {
    const alarms = (await templateOf('production')).findResources('AWS::CloudWatch::Alarm');
    const watched = Object.keys(alarms).map((id) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(watched.sort()).toEqual([
      'OperationsAuditFailedFilled',
      'OperationsLedgerFails',
      'OperationsOrdersFails',
      'OperationsUndeliveredEntriesFilled',
      'OperationsUndeliveredFilled',
      'OperationsUnprocessedEntriesFilled',
      'OperationsUnprocessedFilled',
      'SalesTooMany',
    ]);
  });
});
