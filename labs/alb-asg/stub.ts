/** The dependency that all hosts share, so that it can be taken away. It needs nothing from the network to boot. */
import { readFileSync } from 'node:fs';
import { Fn, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { sourceFile } from '../../lib/root.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import { bootOf, imageOf, machine } from './machine.ts';

export interface StubProps {
  readonly subnet: ec2.CfnSubnet;
  readonly stubSg: ec2.SecurityGroup;
  readonly isProduction: boolean;
}

export function createStub(stack: Stack, props: StubProps): ec2.CfnInstance {
  const { subnet, stubSg, isProduction } = props;
  const template = new ec2.CfnLaunchTemplate(stack, 'StubTemplate', {
    launchTemplateData: {
      ...machine,
      imageId: imageOf(stack),
      securityGroupIds: [stubSg.securityGroupId],
      userData: Fn.base64(writeAndStart()),
    },
  });
  const stub = new ec2.CfnInstance(stack, 'Stub', {
    launchTemplate: { launchTemplateId: template.ref, version: template.attrLatestVersionNumber },
    subnetId: subnet.ref,
    monitoring: isProduction,
    disableApiTermination: isProduction,
  });
  if (!isProduction)
    acknowledge(
      stub,
      {
        rule: 'AwsSolutions-EC28',
        reason: 'detailed monitoring costs money and no check looks at a metric of the dependency',
        inProduction: 'turns it on',
      },
      {
        rule: 'AwsSolutions-EC29',
        reason: 'termination protection would stop the tear-down',
        inProduction: 'turns it on',
      },
    );
  return stub;
}

function writeAndStart(): string {
  const program = readFileSync(sourceFile(new URL('./hosts/stub.py', import.meta.url)), 'utf8');
  const written = [
    'mkdir -p /opt/stub',
    `cat > /opt/stub/stub.py <<'END_OF_STUB'\n${program}END_OF_STUB`,
  ];
  return bootOf(written, { name: 'stub', run: '/usr/bin/python3 /opt/stub/stub.py' });
}
