/** How much of AWS's quotas the templates take. Pure. */
import { nameOf } from '../network/names.ts';
import { isUnknown, type Network, type Unknown } from '../network/network.ts';
import { needsOf, quotas } from '../quotas.ts';
import type { Resource } from '../template/template.ts';
import type { Limit } from './report.ts';

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const within = { groupRules: 60, interfaceGroups: 5, aclEntries: 20 };

/** What is taken of an account's quotas; of what one thing may hold the fullest, where half of it is taken. */
export function limitsOf(resources: readonly Resource[], network: Network): readonly Limit[] {
  const needs = needsOf(resources);
  const ofAccount = quotas
    // Of how many vCPUs an instance is, its type says; and labs have the smallest alone.
    .filter(({ id }) => id !== 'vcpus')
    .map(({ id, name, usual, taken = 0 }) => ({ what: name, used: needs[id], usual, taken }));
  return [
    ...ofAccount.filter(({ used }) => used > 0),
    ...fullest(network).filter(({ used, usual }) => used >= usual / 2),
  ];
}

function fullest(network: Network): readonly Limit[] {
  const most = (
    says: string,
    all: readonly { readonly id: string; readonly used: number }[],
    usual: number,
  ): readonly Limit[] => {
    const [first] = [...all].sort((one, other) => other.used - one.used);
    if (first === undefined) return [];
    return [{ what: `${says} ${nameOf(network, first.id)}`, used: first.used, usual, taken: 0 }];
  };
  const groups = [...network.groups.values()];
  const acls = [...network.acls.values()];
  const interfaces = [...network.interfaces.values()];
  return [
    ...most(
      'inbound rules of',
      groups.map(({ id, inbound }) => ({ id, used: countIn(inbound) })),
      within.groupRules,
    ),
    ...most(
      'outbound rules of',
      groups.map(({ id, outbound }) => ({ id, used: countIn(outbound) })),
      within.groupRules,
    ),
    ...most(
      'entries inwards of',
      acls.map(({ id, inbound }) => ({ id, used: inbound.length })),
      within.aclEntries,
    ),
    ...most(
      'entries outwards of',
      acls.map(({ id, outbound }) => ({ id, used: outbound.length })),
      within.aclEntries,
    ),
    ...most(
      'security groups of',
      interfaces.map(({ owner, groups: own }) => ({ id: owner, used: countIn(own) })),
      within.interfaceGroups,
    ),
  ];
}

function countIn(all: readonly unknown[] | Unknown | 'unfiltered'): number {
  return all === 'unfiltered' || isUnknown(all) ? 0 : all.length;
}
