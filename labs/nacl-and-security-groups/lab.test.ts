import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../lib/app.ts';
import { KitError } from '../../lib/errors.ts';
import { synthesizeAndJudge } from '../../lib/rules/report.ts';
import { describeLab } from '../../test/support/describe-lab.ts';

const stage = 'two-filters';
const lab = 'nacl-and-security-groups';

async function findingsUnder(fault: string): Promise<readonly string[]> {
  const outdir = mkdtempSync(join(tmpdir(), 'lab-test-'));
  try {
    const app = await createApp({ lab, stage, parameters: {}, fault, rules: true, outdir });
    return synthesizeAndJudge(app).findings.map(({ rule, at }) => `${rule} ${at}`);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function build(parameters: Readonly<Record<string, string>>): Promise<unknown> {
  return createApp({ lab, stage, parameters });
}

describeLab(lab, () => {
  test.each([
    ['no-ephemeral-out', 'kit/ephemeral-return NaclAndSecurityGroups/WebNacl'],
    ['narrow-ephemeral', 'kit/ephemeral-return NaclAndSecurityGroups/WebNacl'],
    ['deny-after-allow', 'kit/shadowed-nacl-rule NaclAndSecurityGroups/WebNacl/In90'],
  ])(
    'a review of the mistake %s finds %s and nothing else',
    async (fault, finding) => {
      expect(await findingsUnder(fault)).toEqual([finding]);
    },
    60_000,
  );

  test.each(['0.0.0.0/0', '203.0.113.0/27', '2001:db8::/64', 'office'])(
    'refuses %s as the addresses of the admin',
    async (adminCidr) => {
      await expect(build({ adminCidr })).rejects.toThrow(KitError);
    },
  );

  test('refuses a block as the one address that is shut out', async () => {
    await expect(build({ blockedAddress: '203.0.113.0/24' })).rejects.toThrow(/not one IPv4/);
  });
});
