/** What is typed in sessions, written down where only few can read it. */
import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal, type Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

/**
 * A log group with a key of its own, and the session document that sends sessions there.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging-cloudwatch-logs.html
 */
export function logSessions(sessions: Construct, role: Role): void {
  const key = new Key(sessions, 'Key', { enableKeyRotation: true });
  key.grantEncryptDecrypt(new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`));
  const log = new LogGroup(sessions, 'Log', {
    encryptionKey: key,
    retention: RetentionDays.ONE_YEAR,
  });
  log.grantWrite(role);
  log.grant(role, 'logs:DescribeLogStreams');
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['logs:DescribeLogGroups'], resources: ['*'] }),
  );
  acknowledge(role, {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'the agent lists the log groups to see that its own is encrypted',
    inProduction: 'does the same',
  });
  new CfnDocument(sessions, 'Document', {
    documentType: 'Session',
    documentFormat: 'JSON',
    content: {
      schemaVersion: '1.0',
      description: 'Sessions that are logged, and end after 15 idle minutes',
      sessionType: 'Standard_Stream',
      inputs: {
        cloudWatchLogGroupName: log.logGroupName,
        cloudWatchEncryptionEnabled: true,
        cloudWatchStreamingEnabled: true,
        idleSessionTimeout: '15',
      },
    },
  });
}
