/** Packs what other people's repositories install: `npx tsx bin/pack.ts`. */
import { pack } from '../lib/pack/pack.ts';

const { tarball, bytes } = await pack();
process.stdout.write(`${tarball}: ${(bytes / 1e6).toFixed(2)} MB\n`);
