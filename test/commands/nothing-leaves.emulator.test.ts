/** With the AWS settings of a real profile, and proxies, set: no target but `aws` sends them anywhere. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectNothingLeaves, heardFrom } from '../support/no-secret-leaves.ts';

test('no command on model or the emulator sends anything of the profile anywhere', async () => {
  await expectNothingLeaves([
    'check todo-api --on model',
    'reach vpc-public-private internet PublicA tcp/80',
    'cost todo-api',
    'up todo-api --on emulator',
    'check todo-api',
    'logs todo-api',
    'call todo-api GET /todos',
    'down todo-api',
  ]);
});

test('target aws does send them to where they lead, and the proxy hears it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-config-'));
  const file = join(folder, 'lab.config.json');
  const allow = [{ account: '111122223333', regions: ['us-east-1'] }];
  writeFileSync(file, JSON.stringify({ allow }));
  try {
    const heard = await heardFrom('up todo-api --on aws', { LAB_CONFIG: file });
    expect(heard).toContain('GetCallerIdentity');
    expect(heard).toContain('AKIAOFAREALPERSON00');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
