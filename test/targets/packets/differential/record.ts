/** Asks the kernel once and writes down what it says: `npx tsx test/targets/packets/differential/record.ts` */
import { writeFileSync } from 'node:fs';
import { corpusFile, corpusOf } from './corpus.ts';
import { run } from './running.ts';

const networks = 60;
const ofEach = 70;

const { differences, recorded } = await run(1, networks, ofEach);
if (differences.length > 0) throw new Error(differences.join('\n'));
writeFileSync(corpusFile, corpusOf(recorded));
process.stdout.write(`${recorded.length} packets\n`);
