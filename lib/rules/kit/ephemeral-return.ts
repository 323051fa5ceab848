/**
 * A network ACL at which answers die to requests that were let through: because it has no return range at all, or none
 * for what its security groups let in and its hosts open.
 */
import { answerOf } from '../../network/sets/answer.ts';
import { judge } from '../../network/sets/judge.ts';
import { everywhere, type Block } from '../../network/blocks.ts';
import {
  isUnknown,
  type GroupRule,
  type Id,
  type Interface,
  type Network,
} from '../../network/network.ts';
import type { Internet, Point, Question } from '../../network/question.ts';
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
    const deadly = connections(network, written).flatMap((each) => deadlyAcls(network, each));
    return declaring(
      resources,
      [...deaf, ...deadly].filter((id) => written.has(id)),
    );
  },
};

/** What a security group lets in to an interface, or out of one. */
interface Connection {
  readonly from: Point | Internet;
  readonly to: Point | Internet;
  readonly ports: Range;
  readonly sourcePorts: Range;
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
  const hasAcl = ({ subnet }: Interface): boolean => {
    const acl = network.subnets.get(subnet)?.acl;
    return typeof acl === 'string' && acls.has(acl);
  };
  return classes.flatMap((one) => [
    ...inboundOf(network, one).flatMap((rule) =>
      peersOf(rule, classes)
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

function peersOf({ peer }: GroupRule, classes: readonly Interface[]): readonly Peer[] {
  if (peer.kind === 'group')
    return classes.filter(({ groups }) => groups !== 'unfiltered' && groups.includes(peer.id));
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

const anybody: Internet = { kind: 'internet', family: 4 };

function pointOf({ id }: Interface): Point {
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
    .map(({ service }) => ({
      ...{ from: pointOf(from), to: anybody },
      ports: service.ports,
      sourcePorts: from.clientPorts,
    }));
}
