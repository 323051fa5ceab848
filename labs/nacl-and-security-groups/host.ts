/** A host of the lab: Amazon Linux 2023, an encrypted root, IMDSv2, no key, and no role, because it calls no AWS API. */
import { readFileSync } from 'node:fs';
import { Fn, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { sourceFile } from '../../lib/root.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

export interface HostProps {
  readonly subnet: ec2.CfnSubnet;
  readonly group: ec2.SecurityGroup;
  readonly hasPublicAddress?: boolean;
  /** One web app on each. @default none */
  readonly ports?: readonly number[];
  readonly isProduction: boolean;
}

export function createHost(stack: Stack, id: string, props: HostProps): ec2.CfnInstance {
  const { ports = [], isProduction } = props;
  const image = ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 });
  const host = new ec2.CfnInstance(stack, id, {
    imageId: image.getImage(stack).imageId,
    instanceType: 't4g.micro',
    networkInterfaces: [
      {
        deviceIndex: '0',
        subnetId: props.subnet.ref,
        groupSet: [props.group.securityGroupId],
        associatePublicIpAddress: props.hasPublicAddress ?? false,
      },
    ],
    metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [
      { deviceName: '/dev/xvda', ebs: { volumeType: 'gp3', volumeSize: 8, encrypted: true } },
    ],
    monitoring: isProduction,
    disableApiTermination: isProduction,
    ...(ports.length === 0 ? {} : { userData: Fn.base64(startWeb(ports)) }),
  });
  if (!isProduction) acceptCheap(host);
  return host;
}

function acceptCheap(host: ec2.CfnInstance): void {
  acknowledge(
    host,
    {
      rule: 'AwsSolutions-EC28',
      reason: 'detailed monitoring costs money and no check looks at a metric',
      inProduction: 'turns it on',
    },
    {
      rule: 'AwsSolutions-EC29',
      reason: 'termination protection would stop the tear-down',
      inProduction: 'turns it on',
    },
  );
}

/** The app comes with the user data, so no boot needs the network. A service that ends stays ended: that is a fault to see. */
function startWeb(ports: readonly number[]): string {
  const app = readFileSync(sourceFile(new URL('./web.py', import.meta.url)), 'utf8');
  const names = ports.map((port) => `web-${port}`);
  return [
    '#!/bin/bash',
    'set -euo pipefail',
    'mkdir -p /opt/web',
    `cat > /opt/web/web.py <<'END_OF_APP'\n${app}END_OF_APP`,
    ...ports.map((port) => unit(port)),
    'systemctl daemon-reload',
    `systemctl enable --now ${names.join(' ')}`,
    '',
  ].join('\n');
}

function unit(port: number): string {
  return `cat > /etc/systemd/system/web-${port}.service <<'END_OF_UNIT'
[Unit]
Description=Web app on port ${port}

[Service]
ExecStart=/usr/bin/python3 /opt/web/web.py ${port}
DynamicUser=yes
AmbientCapabilities=CAP_NET_BIND_SERVICE

[Install]
WantedBy=multi-user.target
END_OF_UNIT`;
}
