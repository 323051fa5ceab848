/** Only what can be no real account is probed: probes make stacks. */
import { clientFor } from '../../../../lib/targets/api/client.ts';
import { standInFeatures, takeProbesAway } from '../../../../lib/targets/aws/judge/stand-in.ts';
import { withAws } from '../../../support/aws-stub.ts';
import { quietHost } from '../../../support/quiet-host.ts';
import { region } from '../played-stacks.ts';

/** The calls that come where this account is played, at an endpoint that calls itself so. */
function callsAs(account: string, at?: string): Promise<readonly string[]> {
  const gone = { error: 'ValidationError', message: 'Stack does not exist' };
  const refused = { error: 'ValidationError', message: 'it takes no templates' };
  const answers = {
    'cloudformation.DescribeStacks': gone,
    'cloudformation.CreateChangeSet': refused,
    'cloudformation.DescribeStackResources': gone,
  };
  return withAws(answers, async (stub) => {
    const { endpoint } = stub;
    const identity = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
    const client = clientFor({ endpoint, region, identity, attempts: 1 });
    const sandbox = { account, region, endpoint: at ?? endpoint, title: 'aws', client };
    expect(await standInFeatures(sandbox, quietHost())).toEqual([]);
    await takeProbesAway(sandbox);
    return [...new Set(stub.calls)];
  });
}

test('a stand-in that makes nothing has no feature', async () => {
  expect(await callsAs('000000000000')).toEqual([
    'cloudformation.DescribeStacks',
    'cloudformation.CreateChangeSet',
    'cloudformation.DescribeStackResources',
  ]);
});

test.each([
  ['an account that may be a real one', '111122223333', undefined],
  ['an endpoint on another machine', '000000000000', 'https://proxy.example.com'],
])('%s is not probed', async (_what, account, at) => {
  expect(await callsAs(account, at)).toEqual([]);
});
