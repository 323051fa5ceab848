/** What this machine lacks, as JSON: run where something was taken from it. */
import { problems } from '../../../../../lib/targets/packets/ground/ground.ts';

process.stdout.write(JSON.stringify(problems()));
