/** All pairs of a made network, in a process of its own: prints seconds and peak memory in MB as JSON. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkOf } from '../lib/network/build/build.ts';
import { matrix } from '../lib/network/sets/matrix.ts';
import { openTemplates } from '../lib/template/open.ts';
import { madeTemplate } from './made-network.ts';

const interfaces = Number(process.argv[2] ?? '100');
const folder = mkdtempSync(join(tmpdir(), 'lab-bench-'));
try {
  const file = join(folder, 'made.json');
  writeFileSync(file, JSON.stringify({ Resources: madeTemplate(interfaces) }));
  const { resources, reasonOf } = openTemplates(file);
  const network = networkOf(resources, reasonOf);
  const since = performance.now();
  let pairs = 0;
  let open = 0;
  const classes = matrix(network, {
    onPair: (_from, _to, { tcp }) => {
      pairs += 1;
      if (tcp.sure.length > 0) open += 1;
    },
  });
  const seconds = (performance.now() - since) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(
    JSON.stringify({ seconds, megabytes, pairs, open, classes: classes.length }),
  );
} finally {
  rmSync(folder, { recursive: true });
}
