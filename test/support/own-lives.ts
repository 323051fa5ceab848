// Labs that tests bring up are kept apart from those of the person at this machine, and of the other worker.
import { join } from 'node:path';

process.env['LAB_LIVES'] = join(
  import.meta.dirname,
  '..',
  '..',
  '.lab',
  'test-lives',
  process.env['JEST_WORKER_ID'] ?? '1',
);
