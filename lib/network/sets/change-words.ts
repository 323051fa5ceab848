/** A change as a person would be told to make it. */
import { blockText } from '../blocks.ts';
import { nameAsWritten } from '../names.ts';
import type { Network, NextHop } from '../network.ts';
import type { Change } from './changes.ts';
import { serviceText } from './traffic.ts';
import { ownerOf, peerText, preposition } from './words.ts';

/** `add a rule to WebGroup: allow tcp/22 from 0.0.0.0/0` */
export function changeText(network: Network, change: Change): string {
  const name = (id: string) => nameAsWritten(network, id);
  switch (change.kind) {
    case 'add group rule':
      return `add a rule to ${name(change.group)}: allow ${serviceText(change.service)} ${preposition(change.direction)} ${peerText(network, change.peer)}`;
    case 'add ACL entry':
      return `add entry ${change.number} to ${name(change.acl)}, ${change.direction}: allow ${serviceText(change.service)} ${preposition(change.direction)} ${blockText(change.block)}`;
    case 'add route':
      return routeText(network, change);
    case 'give public address':
      return `give ${name(ownerOf(network, change.interface))} a public address`;
    case 'attach internet gateway':
      return `attach an internet gateway to ${name(change.vpc)}`;
    case 'turn off source/destination check':
      return `turn off the source/destination check of ${name(ownerOf(network, change.interface))}`;
    case 'exclude from block public access':
      return `exclude ${name(change.subnet)} from block public access (${change.allows})`;
  }
}

function routeText(
  network: Network,
  { table, destination, hop, replaces }: Extract<Change, { kind: 'add route' }>,
): string {
  const to =
    'family' in destination
      ? blockText(destination)
      : (destination.service ?? nameAsWritten(network, destination.id));
  const verb = replaces === undefined ? 'add a route to' : 'replace a route of';
  return `${verb} ${nameAsWritten(network, table)}: ${to} to ${hopText(network, hop)}`;
}

function hopText(network: Network, hop: NextHop): string {
  return 'id' in hop ? nameAsWritten(network, hop.id) : hop.kind;
}
