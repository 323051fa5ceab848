/** How rules, ends and doubts are read by a person. */
import { blockText } from '../blocks.ts';
import { nameAsWritten } from '../names.ts';
import type { AclEntry, Id, Network, Peer } from '../network.ts';
import { isUnknown } from '../network.ts';
import type { Seen } from './seen.ts';
import { serviceText } from './traffic.ts';

/** `WebHost`, `the public address of WebHost`, `203.0.113.7`, `the internet`, `s3` */
export function endText(network: Network, { kind, id, isAnyHost }: Seen): string {
  if (isAnyHost) return 'the internet';
  if (kind === 'public')
    return `the public address of ${nameAsWritten(network, ownerOf(network, id))}`;
  return kind === 'interface'
    ? nameAsWritten(network, ownerOf(network, id))
    : nameAsWritten(network, id);
}

export function ownerOf(network: Network, id: Id): Id {
  return network.interfaces.get(id)?.owner ?? id;
}

/** Why it is not known whether a rule's block holds the address. */
export function addressDoubt(network: Network, seen: Seen): string {
  const name = nameAsWritten(network, ownerOf(network, seen.id));
  if (seen.kind === 'service') return `the addresses of ${name} are not said by the template`;
  const which = seen.kind === 'public' ? 'public' : seen.family === 6 ? 'IPv6' : 'private';
  return `the ${which} address of ${name} is known after deployment`;
}

/** `100 deny tcp/22 from 0.0.0.0/0` */
export function entryText(
  { number, allows, service, block }: AclEntry,
  direction: 'inbound' | 'outbound',
): string {
  const where = isUnknown(block) ? `? (${block.unknown})` : blockText(block);
  return `${number} ${allows ? 'allow' : 'deny'} ${serviceText(service)} ${preposition(direction)} ${where}`;
}

export function preposition(direction: 'inbound' | 'outbound'): 'from' | 'to' {
  return direction === 'inbound' ? 'from' : 'to';
}

export function peerText(network: Network, peer: Peer): string {
  if (peer.kind === 'block') return blockText(peer.block);
  if (peer.kind === 'group') return nameAsWritten(network, peer.id);
  if (peer.kind === 'list') return peer.list.service ?? nameAsWritten(network, peer.list.id);
  return `? (${peer.why})`;
}
