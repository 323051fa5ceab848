/** Every group of probes. */
import { buckets } from './buckets.ts';
import { fifoTopics } from './fifo-topics.ts';
import type { ProbeGroup } from './group.ts';
import { keys } from './keys.ts';
import { permissions } from './permissions.ts';
import { queues } from './queues.ts';
import { restApi } from './rest-api.ts';
import { signIn } from './sign-in.ts';
import { topics } from './topics.ts';
import { websites } from './websites.ts';

export const groups: readonly ProbeGroup[] = [
  permissions,
  restApi,
  signIn,
  queues,
  topics,
  fifoTopics,
  keys,
  websites,
  buckets,
];
