/** Where nothing can be noted, what was judged is said all the same. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

test('check ends with its verdicts and one warning where evidence.json cannot be written', async () => {
  mkdirSync(join(folder.path, 'evidence.json'));
  const words = ['check', 'bastion-host', '--on', 'model', '--all-stages'];
  const { code, out, err } = await cli(words, { env: { ...process.env, LAB_LIVES: folder.path } });
  expect({ code, out: /\d+ held, /.test(out) }).toEqual({ code: 0, out: true });
  expect(err.match(/evidence\.json cannot be written/g)).toHaveLength(1);
});
