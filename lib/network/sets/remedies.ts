/** The single changes that would make a gate let all through: what a search for the smallest opening may choose from. */
import { type Block, everywhere, overlaps } from '../blocks.ts';
import type { Network, Peer } from '../network.ts';
import { isUnknown } from '../network.ts';
import type { AclQuestion } from './acls.ts';
import type { Change } from './changes.ts';
import { type GroupQuestion, references } from './groups.ts';
import { type Intervals, intersection, isEmpty } from './intervals.ts';
import type { Remedy } from './obstacles.ts';
import { publicSpace } from './public-space.ts';
import { attachTo, routesFor } from './route-remedies.ts';
import { type Seen, interfaceOf } from './seen.ts';
import { portsOf, serviceOf } from './traffic.ts';

/** Each of these is enough for the gate; `ports` are all that are asked for, not only those that came to it. */
export function changesFor(network: Network, remedy: Remedy, ports: Intervals): readonly Change[] {
  switch (remedy.kind) {
    case 'group rule':
      return groupRules(network, remedy.question, ports);
    case 'ACL entry':
      return aclEntries(network, remedy.question, ports);
    case 'route':
      return routesFor(network, remedy);
    case 'public address':
      return remedy.interfaces.map((id) => ({ kind: 'give public address', interface: id }));
    case 'internet gateway':
      return [attachTo(remedy.vpc)];
    case 'source/destination check':
      return [{ kind: 'turn off source/destination check', interface: remedy.interface }];
    case 'exclusion':
      return [{ ...remedy, kind: 'exclude from block public access' }];
  }
}

function groupRules(
  network: Network,
  question: GroupQuestion,
  ports: Intervals,
): readonly Change[] {
  const { direction, traffic } = question;
  const { groups } = interfaceOf(network, question.interface);
  const [group] = groups === 'unfiltered' ? [] : groups;
  if (group === undefined) return [];
  const peer = peerFor(network, question);
  return [{ kind: 'add group rule', group, direction, service: serviceOf(traffic, ports), peer }];
}

/** By group where the far end is recognised by one, as AWS recommends. */
function peerFor(network: Network, question: GroupQuestion): Peer {
  const { far } = question;
  const seen = references(network, question);
  const [group] = seen.match === 'yes' ? seen.groups : [];
  if (group !== undefined) return { kind: 'group', id: group };
  if (far.list !== undefined) return { kind: 'list', list: far.list };
  return { kind: 'block', block: blockFor(far) };
}

/** The smallest block that surely holds the address. */
function blockFor({ ranges, family, isAnyHost }: Seen): Block {
  const [range, ...others] = ranges;
  const isOne = range !== undefined && others.length === 0 && range !== publicSpace[6][0];
  return isOne && !isAnyHost ? range : everywhere[family];
}

function aclEntries(
  network: Network,
  { acl, direction, far, traffic }: AclQuestion,
  ports: Intervals,
): readonly Change[] {
  const entries = network.acls.get(acl)?.[direction] ?? [];
  const block = blockFor(far);
  const denying = entries.find(
    (entry) =>
      !entry.allows &&
      !isEmpty(intersection(portsOf(entry.service, traffic), ports)) &&
      (isUnknown(entry.block) || overlaps(entry.block, block)),
  );
  const taken = entries.map((entry) => entry.number);
  const number = denying === undefined ? after(taken) : freeBelow(new Set(taken), denying.number);
  if (number === undefined) return [];
  const service = serviceOf(traffic, ports);
  return [{ kind: 'add ACL entry', acl, direction, number, service, block }];
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html */
const highestNumber = 32_766;

function after(taken: readonly number[]): number | undefined {
  const next = Math.max(0, ...taken) + 10;
  return next <= highestNumber ? next : freeBelow(new Set(taken), highestNumber + 1);
}

function freeBelow(taken: ReadonlySet<number>, number: number): number | undefined {
  for (let free = number - 1; free > 0; free -= 1) if (!taken.has(free)) return free;
  return undefined;
}
