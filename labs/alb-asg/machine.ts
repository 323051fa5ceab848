/** What every host of the lab is made of, and how it starts its one service. */
import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

export const machine = {
  instanceType: 't4g.micro',
  metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
  blockDeviceMappings: [
    { deviceName: '/dev/xvda', ebs: { volumeType: 'gp3', volumeSize: 8, encrypted: true } },
  ],
};

/** Amazon Linux 2023, by the public parameter that names its latest image. */
export function imageOf(stack: Stack): string {
  const image = ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 });
  return image.getImage(stack).imageId;
}

export interface Service {
  readonly name: string;
  readonly run: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** User data: what is fetched or written first, then a service. A service that ends stays ended: somebody else must notice. */
export function bootOf(first: readonly string[], { name, run, environment = {} }: Service): string {
  const variables = Object.entries(environment).map(
    ([key, value]) => `Environment=${key}=${value}`,
  );
  return [
    '#!/bin/bash',
    'set -euo pipefail',
    ...first,
    `cat > /etc/systemd/system/${name}.service <<'END_OF_UNIT'`,
    '[Unit]',
    `Description=The ${name} of the lab`,
    '[Service]',
    ...variables,
    `ExecStart=${run}`,
    'DynamicUser=yes',
    '[Install]',
    'WantedBy=multi-user.target',
    'END_OF_UNIT',
    'systemctl daemon-reload',
    `systemctl enable --now ${name}`,
    '',
  ].join('\n');
}
