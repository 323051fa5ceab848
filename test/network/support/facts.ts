/** The table of facts, asked of any copy of the network model. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from '../../../lib/network/network.ts';
import { protocols, type Range } from '../../../lib/network/services.ts';
import { resolveStack } from '../../../lib/template/read.ts';
import type { RawTemplate, Resource } from '../../../lib/template/template.ts';
import type { Library } from '../random/planted.ts';

export interface Fact {
  readonly id: string;
  readonly says: string;
  /** The page of AWS that says so. */
  readonly source: string;
  readonly template: RawTemplate;
  readonly asks: readonly Ask[];
}

export interface Ask {
  readonly from: string;
  readonly to: string;
  readonly flow: string;
  readonly sourcePort?: number;
  readonly answer: string;
  readonly because?: string;
  /** The gate that decides, without the stack. */
  readonly at?: string;
  /** Without the stack. */
  readonly seenAs?: string;
  /** Part of what the answer depends on. */
  readonly on?: string;
}

/** With its template resolved, once for all copies. */
export interface ResolvedFact extends Fact {
  readonly resources: readonly Resource[];
}

const folder = join(import.meta.dirname, '../facts');

/** The files of the table. */
export const topics = readdirSync(folder).filter((each) => each.endsWith('.json'));

export function factsOn(topic: string): readonly Fact[] {
  return JSON.parse(readFileSync(join(folder, topic), 'utf8')) as readonly Fact[];
}

export function facts(): readonly Fact[] {
  return topics.flatMap(factsOn);
}

export function resolvedFacts(): readonly ResolvedFact[] {
  return facts().map((fact) => ({ ...fact, resources: resourcesOf(fact) }));
}

export function resourcesOf({ template }: Fact): readonly Resource[] {
  return resolveStack({ stack: 'Fact', file: 'fact.json', raw: template }).resources;
}

/** Does it answer as the fact says, with the code that it names? */
export function holds(library: Library, { resources, asks }: ResolvedFact): boolean {
  try {
    const network = library.networkOf(resources);
    return asks.every((each) => isAnswered(library, network, each));
  } catch {
    return false;
  }
}

function isAnswered(library: Library, network: Network, asked: Ask): boolean {
  const places = [asked.from, asked.to].map((text) => {
    const found = library.findPlace(network, text);
    if ('place' in found) return found.place;
    throw new Error(`${text}: ${found.problem}`);
  });
  const [from, to] = places;
  if (from === undefined || to === undefined) return false;
  const { verdict, because } = library.ask(library.withGuests(network, places), {
    from,
    to,
    ...serviceOf(asked),
  });
  const isSame = asked.because === undefined || because?.code === asked.because;
  return verdict === asked.answer && isSame;
}

/** `tcp/443`, `tcp/1024-65535`, `icmp/echo` */
export function serviceOf({ flow, sourcePort }: Pick<Ask, 'flow' | 'sourcePort'>) {
  const [name = '', written = ''] = flow.split('/');
  const [first = '0', last = first] = written.split('-');
  const ports: Range = name === 'icmp' ? [8, 8] : [Number(first), Number(last)];
  const sourcePorts: Range | undefined =
    sourcePort === undefined ? undefined : [sourcePort, sourcePort];
  return {
    protocol: protocols[name as 'tcp'],
    ports,
    ...(sourcePorts === undefined ? {} : { sourcePorts }),
  };
}
