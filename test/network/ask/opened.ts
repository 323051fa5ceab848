/** The network of a template in this folder. */
import { join } from 'node:path';
import { networkOf } from '../../../lib/network/build/build.ts';
import type { Network } from '../../../lib/network/network.ts';
import { openTemplates, type Given } from '../../../lib/template/open.ts';

export function templateFile(name: string): string {
  return join(import.meta.dirname, 'templates', name);
}

export function networkIn(name: string, given: Given = {}): Network {
  const { resources, reasonOf } = openTemplates(templateFile(name), given);
  return networkOf(resources, reasonOf);
}
