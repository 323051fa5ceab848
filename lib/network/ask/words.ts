/** Answers as a person reads them. */
import { nameOf } from '../names.ts';
import { blockText, type Block } from '../blocks.ts';
import type { Network } from '../network.ts';
import type { Answer, Gate } from '../question.ts';
import type { Range } from '../services.ts';

/** Why not, or not all: the gate and its code, what gets through, what it depends on. Nothing where all gets through. */
export function reasonOf(network: Network, answer: Answer): string | undefined {
  const { verdict, because, dependsOn = [] } = answer;
  if (verdict === 'yes') return undefined;
  if (verdict === 'depends') return dependsOn.join(', ');
  const gate = because === undefined ? 'no gate' : gateText(network, because);
  return verdict === 'no' ? gate : `only ${onlyText(answer.only)} (${gate})`;
}

/** `SUBNET_ACL_RESTRICTION at WebNacl` */
export function gateText(network: Network, { code, kind, at }: Gate): string {
  return `${code ?? kind} at ${nameOf(network, at)}`;
}

/** `from source ports 32768-60999 and for 203.0.113.10` */
export function onlyText(only: Answer['only'] = {}): string {
  const parts = [
    only.sourcePorts && `from source ports ${rangesText(only.sourcePorts)}`,
    only.ports && `to ports ${rangesText(only.ports)}`,
    only.hosts && `for ${blocksText(only.hosts)}`,
  ].filter((each) => each !== undefined);
  return parts.length === 0 ? 'for some' : parts.join(' and ');
}

const shownAtMost = 6;

/** `22, 80-90 and 3 more` */
export function rangesText(ranges: readonly Range[]): string {
  return listText(ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)));
}

function blocksText(blocks: readonly Block[]): string {
  return listText(blocks.map(blockText));
}

function listText(all: readonly string[]): string {
  const more = all.length - shownAtMost;
  return `${all.slice(0, shownAtMost).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
