/** A door for administrators that the whole internet may knock at. */
import type { Properties } from '../../capabilities.ts';
import { contains, everywhere, parseBlock, type Block } from '../../network/blocks.ts';
import { isUnknown, type GroupRule, type Network, type Peer } from '../../network/network.ts';
import { protocols, speaksOf } from '../../network/services.ts';
import type { Resource } from '../../template/template.ts';
import { declaring, idOf } from '../network-parts.ts';
import type { Rule } from '../rule.ts';
import { numberOf, textOf } from '../values.ts';

/** SSH and Remote Desktop. */
const administrationPorts = [22, 3389];

export const sshNotWorld: Rule = {
  id: 'kit/ssh-not-world',
  says: 'admits SSH or Remote Desktop (tcp/22, tcp/3389) from everywhere',
  because:
    'Scanners find such a port within minutes and try passwords and known weaknesses ever after; name the addresses that administer, or use Session Manager and no port at all.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  breaches({ resources, network }) {
    const rules = inboundRules(network);
    const known = new Set(rules.map(({ id }) => id));
    const elsewhere = resources.filter((each) => !known.has(idOf(each)) && opensElsewhere(each));
    const open = rules.filter(isOpenToWorld).map(({ id }) => id);
    return declaring(resources, [...open, ...elsewhere.map(idOf)]);
  },
};

function inboundRules({ groups }: Network): readonly GroupRule[] {
  return [...groups.values()].flatMap(({ inbound }) => (isUnknown(inbound) ? [] : inbound));
}

function isOpenToWorld({ service, peer }: GroupRule): boolean {
  const isDoor = administrationPorts.some((port) => speaksOf(service, protocols.tcp, port));
  return isDoor && blocksOf(peer).some(isWorld);
}

function blocksOf(peer: Peer): readonly Block[] {
  if (peer.kind === 'block') return [peer.block];
  return peer.kind === 'list' && !isUnknown(peer.list.blocks) ? peer.list.blocks : [];
}

function isWorld(block: Block): boolean {
  return contains(block, everywhere[block.family]);
}

/** A rule for a group that the template only names: the network has that group without its rules. */
function opensElsewhere({ type, properties }: Resource): boolean {
  const { CidrIp, CidrIpv6 } = properties;
  const peer = parseBlock(textOf(CidrIp ?? CidrIpv6));
  const isWide = peer !== undefined && isWorld(peer);
  return type === 'AWS::EC2::SecurityGroupIngress' && isWide && holdsDoor(properties);
}

function holdsDoor({ IpProtocol, FromPort, ToPort }: Properties): boolean {
  const protocol = textOf(IpProtocol).toLowerCase();
  if (protocol === '-1') return true;
  const [first, last] = [numberOf(FromPort), numberOf(ToPort)];
  if (!['tcp', String(protocols.tcp)].includes(protocol) || first === undefined) return false;
  return administrationPorts.some((port) => first <= port && port <= (last ?? first));
}
