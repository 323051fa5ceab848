/**
 * A network ACL at which answers die to requests that were let through: because it has no return range at all, or none
 * for what its security groups let in and its hosts open.
 */
import { answerOf } from '../../network/sets/answer.ts';
import { judge } from '../../network/sets/judge.ts';
import { replyLosses, type ReplyEnd } from '../../network/sets/replies.ts';
import { everywhere, type Block } from '../../network/blocks.ts';
import {
  isUnknown,
  type GroupRule,
  type Id,
  type Interface,
  type Network,
} from '../../network/network.ts';
import type { Question } from '../../network/question.ts';
import { protocols, type Range } from '../../network/services.ts';
import { clientPorts, isDeaf, isOfServices } from '../acl-answers.ts';
import { declaring, idOf } from '../network-parts.ts';
import type { Rule } from '../rule.ts';

export const ephemeralReturn: Rule = {
  id: 'kit/ephemeral-return',
  says: 'lets connections through and not their answers, which go to the port that the client chose',
  because:
    'An ACL does not remember what it let through: it needs an entry for the ports of clients, 1024-65535 for clients of every kind.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html',
  breaches({ resources, network }) {
    // Only what somebody wrote can be short of an entry: the default ACL allows everything.
    const written = new Set(declaring(resources, network.acls.keys()).map(idOf));
    const deaf = [...network.acls.values()].filter(isDeaf).map(({ id }) => id);
    const found = new Set(deaf);
    const mayLose = losing(network, written, found);
    for (const connection of connections(network, written))
      if (mayLose(connection)) for (const id of deadlyAcls(network, connection)) found.add(id);
    return declaring(
      resources,
      [...found].filter((id) => written.has(id)),
    );
  },
};

/** What a security group lets in to an interface, or out of one. */
interface Connection {
  readonly from: ReplyEnd;
  readonly to: ReplyEnd;
  readonly ports: Range;
  readonly sourcePorts: Range;
}

/** Is there an ACL on its way that takes some answers, whatever its groups say, and that is not found yet? */
function losing(
  network: Network,
  written: ReadonlySet<Id>,
  found: ReadonlySet<Id>,
): (connection: Connection) => boolean {
  const lossesOf = replyLosses(network, {
    ...{ family: 4, protocol: protocols.tcp },
    sourcePorts: clientPorts,
  });
  return ({ from, to }) => {
    const losses = lossesOf(from, to);
    return losses.size > 0 && [...losses].some((id) => written.has(id) && !found.has(id));
  };
}

/** The ACLs at which answers die: the request passes, and all or some of what comes back does not. */
function deadlyAcls(network: Network, connection: Connection): readonly Id[] {
  const question: Question = { ...connection, family: 4, protocol: protocols.tcp };
  // By class of hosts: one that is shut out on purpose hides nothing of the others.
  return judge(network, question).flatMap((part) => {
    const { because } = answerOf([part], question);
    const isDeadly = because?.way === 'reply' && because.kind.startsWith('network ACL');
    return isDeadly ? [because.at] : [];
  });
}

function connections(network: Network, acls: ReadonlySet<Id>): readonly Connection[] {
  const classes = interchangeable(network);
  const members = byGroup(classes);
  const hasAcl = ({ subnet }: Interface): boolean => {
    const acl = network.subnets.get(subnet)?.acl;
    return typeof acl === 'string' && acls.has(acl);
  };
  return classes.flatMap((one) => [
    ...inboundOf(network, one).flatMap((rule) =>
      peersOf(rule, members)
        .filter((peer) => hasAcl(one) || (peer !== 'internet' && hasAcl(peer)))
        .map((peer) => between(peer, one, rule.service.ports)),
    ),
    ...(hasAcl(one) ? outward(network, one) : []),
  ]);
}

/** One of each kind: what has the same subnet and the same groups is answered the same. */
function interchangeable({ interfaces }: Network): readonly Interface[] {
  const kinds = new Map(
    [...interfaces.values()].map((each) => [`${each.subnet} ${String(each.groups)}`, each]),
  );
  return [...kinds.values()];
}

function inboundOf(network: Network, { groups }: Interface): readonly GroupRule[] {
  const ids = groups === 'unfiltered' ? [] : groups;
  return ids
    .flatMap((id) => known(network.groups.get(id)?.inbound))
    .filter(({ service }) => service.protocol === 'all' || service.protocol === protocols.tcp);
}

function known<T extends object>(
  rules: readonly T[] | { readonly unknown: string } | undefined,
): readonly T[] {
  return rules === undefined || isUnknown(rules) ? [] : rules;
}

type Peer = Interface | 'internet';

type Members = ReadonlyMap<Id, readonly Interface[]>;

function byGroup(classes: readonly Interface[]): Members {
  const members = new Map<Id, Interface[]>();
  for (const each of classes)
    for (const group of each.groups === 'unfiltered' ? [] : new Set(each.groups))
      members.set(group, [...(members.get(group) ?? []), each]);
  return members;
}

function peersOf({ peer }: GroupRule, members: Members): readonly Peer[] {
  if (peer.kind === 'group') return members.get(peer.id) ?? [];
  return peer.kind === 'block' && isEverywhere(peer.block) ? ['internet'] : [];
}

function isEverywhere({ family, first, last }: Block): boolean {
  return family === 4 && first === everywhere[4].first && last === everywhere[4].last;
}

function between(from: Peer, to: Interface, ports: Range): Connection {
  if (from === 'internet')
    return { from: anybody, to: pointOf(to), ports, sourcePorts: clientPorts };
  return { from: pointOf(from), to: pointOf(to), ports, sourcePorts: from.clientPorts };
}

const anybody = { kind: 'internet', family: 4 } as const;

function pointOf({ id }: Interface): ReplyEnd {
  return { kind: 'interface', id };
}

/** To the internet, on the service ports that the ACL itself lets out. Above them it lets answers out, which open nothing. */
function outward(network: Network, from: Interface): readonly Connection[] {
  const acl = network.subnets.get(from.subnet)?.acl;
  const entries = typeof acl === 'string' ? (network.acls.get(acl)?.outbound ?? []) : [];
  return entries
    .filter(({ allows, block, service }) => {
      const isService = service.protocol === protocols.tcp && isOfServices(service);
      return allows && isService && !isUnknown(block) && isEverywhere(block);
    })
    .map(({ service: { ports } }) => ({
      ...{ from: pointOf(from), to: anybody, ports },
      sourcePorts: from.clientPorts,
    }));
}
