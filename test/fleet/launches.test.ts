/** What instances and auto scaling groups launch: user data, metadata options, role, tags, sizes. */
import { fleetOf } from '../../lib/fleet/build/build.ts';
import type { Launch, ScalingGroup } from '../../lib/fleet/fleet.ts';
import { fleetIn, type Declarations } from './support/fleets.ts';

const group = 'AWS::AutoScaling::AutoScalingGroup';
const template = 'AWS::EC2::LaunchTemplate';
const script = '#!/bin/bash\necho "${HOME} ${Wanted}"\n';

function instance(properties: Record<string, unknown>, more: Declarations = {}): Launch {
  const { instances } = fleetIn(
    { Web: ['AWS::EC2::Instance', properties], ...more },
    { Image: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: al2023 } },
  );
  return instances.get('S/Web')!.launch;
}

const al2023 = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

function scaling(properties: Record<string, unknown>, more: Declarations = {}): ScalingGroup {
  const sizes = { MinSize: '1', MaxSize: '3', VPCZoneIdentifier: ['subnet-1'] };
  const { groups } = fleetIn({ Fleet: [group, { ...sizes, ...properties }], ...more });
  return groups.get('S/Fleet')!;
}

describe('user data', () => {
  test('of Fn::Base64 is the text, and only what the template leaves open is a placeholder', () => {
    const sub = { 'Fn::Sub': '#!/bin/bash\necho "${!HOME} ${Bucket.Arn}" $PATH\n' };
    const { userData } = instance(
      { UserData: { 'Fn::Base64': sub } },
      { Bucket: ['AWS::S3::Bucket', {}] },
    );
    expect(userData).toEqual({
      text: '#!/bin/bash\necho "${HOME} ${Bucket.Arn}" $PATH\n',
      placeholders: ['${Bucket.Arn}'],
    });
  });

  test('may hold what another stack makes, and the shell has the same form for its own', () => {
    const text = '#!/bin/sh\necho ${Net/Bucket.Arn} ${Net/from} ${path/from/to}';
    const properties = { UserData: text };
    const web = {
      stack: 'S',
      logicalId: 'Web',
      path: 'S/Web',
      type: 'AWS::EC2::Instance',
      properties,
    };
    const known = new Map([['Net', new Set(['${Bucket.Arn}'])]]);
    const { instances } = fleetOf([web], { unknownsOf: (stack) => known.get(stack) ?? new Set() });
    expect(instances.get('S/Web')!.launch.userData).toEqual({
      text,
      placeholders: ['${Net/Bucket.Arn}'],
    });
  });

  test('that is written encoded is decoded', () => {
    const UserData = Buffer.from(script).toString('base64');
    expect(instance({ UserData }).userData).toEqual({ text: script, placeholders: [] });
  });

  test('that is a short word stays what it is', () => {
    expect(instance({ UserData: { 'Fn::Base64': 'echo' } }).userData).toEqual({
      text: 'echo',
      placeholders: [],
    });
  });

  test('that a parameter holds is unknown, with the reason', () => {
    const { instances } = fleetIn(
      { Web: ['AWS::EC2::Instance', { UserData: { Ref: 'Script' } }] },
      { Script: { Type: 'String' } },
    );
    expect(instances.get('S/Web')!.launch.userData).toEqual({
      unknown: 'Script is not in the template',
    });
  });

  test('is none where none is written', () => {
    expect(instance({}).userData).toBeUndefined();
  });
});

/**
 * https://docs.aws.amazon.com/linux/al2023/ug/imdsv2.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html
 */
test.each([
  { title: 'an image that says nothing', written: { ImageId: 'ami-1' }, read: ['optional', 1] },
  {
    title: 'Amazon Linux 2023 by a dynamic reference',
    written: { ImageId: `{{resolve:ssm:${al2023}}}` },
    read: ['required', 2],
  },
  {
    title: 'Amazon Linux 2023 by a parameter',
    written: { ImageId: { Ref: 'Image' } },
    read: ['required', 2],
  },
  {
    title: 'Amazon Linux 2023 with options',
    written: { ImageId: { Ref: 'Image' }, MetadataOptions: { HttpTokens: 'optional' } },
    read: ['optional', 2],
  },
  {
    title: 'options of its own',
    written: { MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 3 } },
    read: ['required', 3],
  },
])('metadata options of $title', ({ written, read }) => {
  const { tokens, hopLimit, isEnabled } = instance(written).metadata;
  expect([tokens, hopLimit, isEnabled]).toEqual([...read, true]);
});

test('the metadata service can be off', () => {
  const { metadata } = instance({ MetadataOptions: { HttpEndpoint: 'disabled' } });
  expect(metadata.isEnabled).toBe(false);
});

test('what the instance states wins over its launch template', () => {
  const launch = instance(
    {
      LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' },
      InstanceType: 't4g.small',
      Tags: [{ Key: 'Name', Value: 'own' }],
    },
    {
      Template: [
        template,
        {
          LaunchTemplateData: {
            ...{ InstanceType: 't4g.nano', ImageId: 'ami-1', UserData: { 'Fn::Base64': script } },
            MetadataOptions: { HttpTokens: 'required' },
            TagSpecifications: [
              {
                ResourceType: 'instance',
                Tags: [
                  { Key: 'Name', Value: 'template' },
                  { Key: 'Of', Value: 'all' },
                ],
              },
              { ResourceType: 'volume', Tags: [{ Key: 'Disk', Value: 'yes' }] },
            ],
          },
        },
      ],
    },
  );
  expect(launch).toMatchObject({
    instanceType: 't4g.small',
    imageId: 'ami-1',
    userData: { text: script },
    metadata: { tokens: 'required' },
    tags: { Name: 'own', Of: 'all' },
  });
  expect(launch.tags).not.toHaveProperty('Disk');
});

test.each([
  { title: 'of a declared profile', profile: { Ref: 'Profile' }, role: 'S/Role' },
  { title: 'of a profile by its name', profile: 'web-profile', role: 'S/Role' },
  { title: 'of a profile elsewhere', profile: 'other-profile', role: 'other-profile' },
])('the role $title', ({ profile, role }) => {
  const launch = instance(
    { IamInstanceProfile: profile },
    {
      Role: ['AWS::IAM::Role', {}],
      Profile: [
        'AWS::IAM::InstanceProfile',
        { Roles: [{ Ref: 'Role' }], InstanceProfileName: 'web-profile' },
      ],
    },
  );
  expect(launch.role).toBe(role);
});

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html */
test('a silent group wants its minimum, checks EC2 alone, without grace and without a maintenance policy', () => {
  expect(scaling({ MinSize: '2' })).toMatchObject({
    min: 2,
    max: 3,
    desired: 2,
    healthTypes: ['EC2'],
    graceSeconds: 0,
    subnets: ['subnet-1'],
    minHealthyPercentage: undefined,
    maxHealthyPercentage: undefined,
  });
});

test('a group is read as it is written', () => {
  const made = scaling({
    ...{ MinSize: 1, MaxSize: 4, DesiredCapacity: '3', HealthCheckType: 'EC2, ELB' },
    ...{ HealthCheckGracePeriod: 60, VPCZoneIdentifier: ['subnet-1,subnet-2'] },
    InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 },
  });
  expect(made).toMatchObject({
    ...{ min: 1, max: 4, desired: 3, healthTypes: ['EC2', 'ELB'], graceSeconds: 60 },
    subnets: ['subnet-1', 'subnet-2'],
    minHealthyPercentage: 100,
    maxHealthyPercentage: 150,
  });
});

test('ELB alone counts EC2 too, and a policy of -1 is none', () => {
  const InstanceMaintenancePolicy = { MinHealthyPercentage: -1, MaxHealthyPercentage: -1 };
  expect(scaling({ HealthCheckType: 'ELB', InstanceMaintenancePolicy })).toMatchObject({
    healthTypes: ['EC2', 'ELB'],
    minHealthyPercentage: undefined,
    maxHealthyPercentage: undefined,
  });
});

test('a group launches by its launch configuration', () => {
  const more: Declarations = {
    Conf: [
      'AWS::AutoScaling::LaunchConfiguration',
      { ImageId: 'ami-1', InstanceType: 't3.nano', UserData: { 'Fn::Base64': script } },
    ],
  };
  expect(scaling({ LaunchConfigurationName: { Ref: 'Conf' } }, more).launch).toMatchObject({
    imageId: 'ami-1',
    instanceType: 't3.nano',
    userData: { text: script },
  });
});

test('a mixed instances policy launches by the first of its overrides, also from a template of its own', () => {
  const more: Declarations = {
    Arm: [template, { LaunchTemplateData: { ImageId: 'ami-arm' } }],
    Intel: [template, { LaunchTemplateData: { ImageId: 'ami-intel', InstanceType: 't3.nano' } }],
  };
  const policy = (...Overrides: readonly unknown[]): Record<string, unknown> => ({
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateSpecification: { LaunchTemplateId: { Ref: 'Intel' }, Version: '1' },
        Overrides,
      },
    },
  });
  expect(scaling(policy(), more).launch).toMatchObject({
    imageId: 'ami-intel',
    instanceType: 't3.nano',
  });
  expect(scaling(policy({ InstanceType: 't3.large' }), more).launch).toMatchObject({
    imageId: 'ami-intel',
    instanceType: 't3.large',
  });
  const arm = { LaunchTemplateId: { Ref: 'Arm' }, Version: '1' };
  expect(
    scaling(policy({ InstanceType: 't4g.large', LaunchTemplateSpecification: arm }), more).launch,
  ).toMatchObject({ imageId: 'ami-arm', instanceType: 't4g.large' });
});

test('of its tags a group gives on those that it propagates', () => {
  const Tags = [
    { Key: 'Name', Value: 'web', PropagateAtLaunch: true },
    { Key: 'Owner', Value: 'me', PropagateAtLaunch: false },
  ];
  expect(scaling({ Tags }).launch.tags).toEqual({ Name: 'web' });
});
