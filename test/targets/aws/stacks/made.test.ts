/** What the template says of a resource when its stack goes is noted before anything is made, and is not lost on the way. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeOf, meantBy } from '../../../../lib/targets/aws/stacks/made.ts';
import { playedStacks, workingIn } from '../played-stacks.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-made-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const bucket = (DeletionPolicy?: string) => ({
  ...{ Type: 'AWS::S3::Bucket', Properties: {} },
  ...(DeletionPolicy === undefined ? {} : { DeletionPolicy }),
});
const Resources = {
  Files: bucket('Delete'),
  Kept: bucket('Retain'),
  Unsaid: bucket(),
  // AWS takes a last snapshot of a database of which nothing is said.
  Database: { Type: 'AWS::RDS::DBInstance', Properties: {} },
};
const artifact = {
  ...{ type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region' },
  properties: { templateFile: 'TodoApi.template.json' },
};

test('a bucket that the template keeps is known as kept, also once it is made', async () => {
  writeFileSync(join(folder, 'TodoApi.template.json'), JSON.stringify({ Resources }));
  const manifest = { version: '55.0.0', artifacts: { TodoApi: artifact } };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const meant = meantBy(folder);
  const policies = { Files: 'Delete', Kept: 'Retain', Unsaid: 'Delete', Database: undefined };
  const policiesOf = (all: typeof meant.deployed) =>
    Object.fromEntries(all.map(({ logicalId, deletionPolicy }) => [logicalId, deletionPolicy]));
  expect(policiesOf(meant.deployed)).toEqual(policies);
  const resources = [
    ['Kept', 'AWS::S3::Bucket', 'todoapi-kept'],
    // What nobody's template says anything about is nobody's to empty.
    ['Stranger', 'AWS::S3::Bucket', 'todoapi-stranger'],
  ] as const;
  await workingIn(playedStacks([{ name: 'TodoApi', resources }]), async ({ sandbox }) => {
    const { deployed } = await madeOf(sandbox.client, meant);
    expect(policiesOf(deployed)).toEqual({ ...policies, Stranger: undefined });
    expect(deployed.find(({ logicalId }) => logicalId === 'Kept')?.physicalId).toBe('todoapi-kept');
  });
});
