/** The container that ships has the rights that the packet plane says a container needs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/root.ts';
import { missingOf } from '../targets/packets/ground/support.ts';

interface Devcontainer {
  readonly securityOpt: readonly string[];
  readonly postCreateCommand: string;
}

/** Without its comments and its last commas. */
function devcontainer(): Devcontainer {
  const text = readFileSync(join(root, '.devcontainer/devcontainer.json'), 'utf8');
  const bare = text.replace(/^\s*\/\/.*$/gm, '').replace(/,(\s*[}\]])/g, '$1');
  return JSON.parse(bare) as Devcontainer;
}

test('each option that a container is told to be started with', () => {
  const [refused] = missingOf({
    words: 'unshare: unshare failed: Operation not permitted',
    isContainer: true,
  });
  const told = [...(refused?.repair ?? '').matchAll(/--security-opt (\S+)/g)].map(
    ([, each]) => each,
  );
  expect(told).toHaveLength(3);
  expect(devcontainer().securityOpt).toEqual(told);
});

test('the package that its image lacks', () => {
  const [missing] = missingOf({ programs: { nft: undefined }, isRoot: true });
  expect(missing?.repair).toContain('nftables');
  expect(devcontainer().postCreateCommand).toContain('nftables');
});
