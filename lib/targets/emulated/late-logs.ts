/** A function that still runs while its stack goes writes its log group anew. */
import { refusalOf } from '../../capabilities.ts';
import type { Client } from '../api/client.ts';
import type { Deployed } from '../api/deployed.ts';

/** Removes again the log groups that went with their stack; one that was to stay stays. */
export async function removeLateLogGroups(
  client: Client,
  deployed: readonly Deployed[],
): Promise<void> {
  const groups = deployed.filter(
    ({ type, deletionPolicy }) => type === 'AWS::Logs::LogGroup' && deletionPolicy !== 'Retain',
  );
  for (const { physicalId } of groups)
    // Refused where there is none, as there should be.
    await refusalOf(client.send('cloudwatch-logs', 'DeleteLogGroup', { logGroupName: physicalId }));
}
