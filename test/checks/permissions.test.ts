/** What a verdict about a permission says: who decided, what was silent, what nearly decided, what is not known. */
import type { Permission } from '../../lib/capabilities.ts';
import { judgePermissions, type Permitted } from '../../lib/checks/permissions.ts';

const trace = { kind: 'trace', hops: [] } as const;
const asked: Permitted = {
  ...{ who: 'Dave', action: 's3:DeleteObject', on: '${Notes.Arn}/a', expect: 'denied' },
  context: { 'aws:MultiFactorAuthPresent': [] },
};
const says = (answer: Omit<Permission, 'trace'>, question = asked) =>
  judgePermissions(() => Promise.resolve({ ...answer, trace }), [question]);

const tls = "statement 'Tls' of policy Notes wants Bool aws:SecureTransport false";
const mfa = "statement 'Mfa' of policy Dave wants Bool aws:MultiFactorAuthPresent false";

test('what comes as expected holds, and names the statement', async () => {
  expect(await says({ decision: 'explicit deny', statement: "statement 'No'" })).toMatchObject({
    outcome: 'held',
    reason: expect.stringContaining(": explicit deny by statement 'No'") as string,
  });
});

test('what comes otherwise names the statement that hangs on what was asked', async () => {
  const { outcome, reason } = await says({
    ...{ decision: 'allowed', statement: "statement 'All'", near: [tls, mfa] },
  });
  expect(outcome).toBe('failed');
  expect(reason).toContain(`allowed by statement 'All', not denied; ${mfa}`);
  expect(reason).not.toContain(tls);
});

test('where nothing hangs on it, the first that is near', async () => {
  const { reason } = await says({ decision: 'allowed', near: [tls] }, { ...asked, context: {} });
  expect(reason).toContain(`not denied; ${tls}`);
});

test('who is silent is told', async () => {
  const { reason } = await says(
    { decision: 'implicit deny', silent: ["the resource's policy"] },
    { ...asked, expect: 'allowed' },
  );
  expect(reason).toContain("implicit deny (silent: the resource's policy), not allowed");
});

test('what hangs on what nobody has said is unverified, and on what', async () => {
  const verdict = await says({ decision: 'depends', needs: ['AWS managed policy X'] });
  expect(verdict).toMatchObject({ outcome: 'unverified' });
  expect(verdict.reason).toContain('depends on AWS managed policy X');
});
