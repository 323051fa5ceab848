import { createApp } from '../../lib/app.ts';
import { synthesizeAndJudge } from '../../lib/rules/report.ts';
import { describeLab } from '../../test/support/describe-lab.ts';
import { adminCidrOf } from './admin-cidr.ts';

describeLab('bastion-host', () => {
  test('a door that is open to the world is found by both rule packs, and nobody accepted it', async () => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    jest.spyOn(console, 'error').mockReturnValue(undefined);
    const app = await createApp({
      lab: 'bastion-host',
      stage: 'bastion',
      parameters: {},
      fault: 'world-open-ssh',
      rules: true,
    });
    const { findings } = synthesizeAndJudge(app);
    jest.restoreAllMocks();
    expect(findings.map(({ rule, at }) => `${rule} ${at}`)).toEqual(
      expect.arrayContaining([
        'AwsSolutions-EC23 BastionHost/BastionSg/Resource',
        'kit/ssh-not-world BastionHost/BastionSg/Resource',
      ]),
    );
  }, 60_000);

  test.each(['0.0.0.0/0', '203.0.113.0/27', '2001:db8::/128', 'home', ''])(
    'refuses %p as the addresses of administrators',
    async (adminCidr) => {
      const parameters = { adminCidr };
      const app = createApp({ lab: 'bastion-host', stage: 'bastion', parameters });
      await expect(app).rejects.toThrow(
        /^adminCidr is '.*', not an IPv4 block of a \/28 or narrower$/,
      );
    },
  );

  test.each([
    ['203.0.113.10', '203.0.113.10/32'],
    ['203.0.113.10/32', '203.0.113.10/32'],
    ['203.0.113.20/28', '203.0.113.16/28'],
  ])('takes %p as %p', (typed, written) => {
    expect(adminCidrOf(typed)).toBe(written);
  });
});
