/** The fleets of the labs that have one. */
import { fleetOfLab, only } from './support/fleets.ts';

jest.setTimeout(60_000);

test('alb-asg: two to four hosts behind one rule, launched before others are terminated', async () => {
  const fleet = await fleetOfLab('alb-asg');
  expect(only(fleet.groups)).toMatchObject({
    ...{ min: 2, max: 4, desired: 2, healthTypes: ['EC2', 'ELB'], graceSeconds: 60 },
    ...{ minHealthyPercentage: 100, maxHealthyPercentage: 150 },
    targetGroups: ['AlbAsg/Targets'],
    launch: { metadata: { isEnabled: true, tokens: 'required', hopLimit: 1 } },
  });
  expect(only(fleet.groups).subnets).toHaveLength(2);
  expect(only(fleet.groups).launch.role).toMatch(/^AlbAsg\/HostRole/);
  expect(only(fleet.groups).launch.imageId).toContain('al2023');
  expect(only(fleet.balancers)).toMatchObject({
    kind: 'application',
    dropsInvalidHeaders: true,
    listeners: [
      {
        port: 80,
        rules: [{ priority: 'default', action: { groups: [{ group: 'AlbAsg/Targets' }] } }],
      },
    ],
  });
  expect(only(fleet.targetGroups)).toMatchObject({
    ...{ port: 8080, deregistrationDelaySeconds: 30 },
    healthCheck: { path: '/health', intervalSeconds: 10, healthyThreshold: 2 },
  });
  expect(fleet.assumed).toEqual([]);
});

test('alb-asg: a host has a script in which only the bucket, the region and the address of the stub are open', async () => {
  const { groups } = await fleetOfLab('alb-asg');
  const { userData } = only(groups).launch;
  expect(userData).toEqual({
    text: expect.stringContaining('dnf install -y nodejs22') as unknown,
    placeholders: ['${AWS::AccountId}', '${AWS::Region}', '${Stub.PrivateIp}'],
  });
});

test.each([
  { lab: 'vpc-public-private' },
  { lab: 'bastion-host' },
  { lab: 'nacl-and-security-groups' },
])(
  '$lab: its instances ask for a token, some boot a script, and nothing is assumed',
  async ({ lab }) => {
    const { instances, assumed } = await fleetOfLab(lab);
    const launches = [...instances.values()].map(({ launch }) => launch);
    expect(new Set(launches.map(({ metadata }) => metadata.tokens))).toEqual(new Set(['required']));
    const scripts = launches.flatMap(({ userData }) => (userData === undefined ? [] : [userData]));
    expect(scripts).toContainEqual({
      text: expect.stringMatching(/^#!/) as unknown,
      placeholders: expect.any(Array) as unknown,
    });
    expect(scripts.filter((each) => 'unknown' in each)).toEqual([]);
    expect(assumed).toEqual([]);
  },
);
