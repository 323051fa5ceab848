/** Security groups: inline rules and the rules of separate resources in one list. */
import { everywhere } from '../blocks.ts';
import {
  isUnknown,
  type GroupRule,
  type Id,
  type Peer,
  type SecurityGroup,
  type Unknown,
} from '../network.ts';
import { everything } from '../services.ts';
import { prefixListIn } from './prefix-lists.ts';
import { type Declared, type Sources } from './source.ts';
import { blockIn, isOpen, listOf, mapOf, serviceOf, type Values } from './values.ts';

type Rules = readonly GroupRule[];

/**
 * Every group of the templates and every VPC's default one.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
export function groupsOf(sources: Sources, vpcs: readonly Id[]): readonly SecurityGroup[] {
  const separate = separateRules(sources);
  const emptied = emptiedDefaults(sources);
  const made = vpcs.map((vpc) => {
    const id = `${vpc}.default-group`;
    const own = emptied.has(id) ? { inbound: [], outbound: [] } : defaultRules(id);
    return joined({ id, vpc, ...own }, separate);
  });
  const written = sources.ofType('AWS::EC2::SecurityGroup').map((group) => {
    const vpc = group.properties['VpcId'];
    const inbound = inlineRules(group, 'SecurityGroupIngress') ?? [];
    const outbound = inlineRules(group, 'SecurityGroupEgress') ?? unstated(group, separate);
    const id = group.id;
    const defaultVpc = { unknown: 'the default VPC is not in the template' };
    const where = vpc === undefined ? defaultVpc : group.refer(vpc);
    return joined({ id, vpc: where, inbound, outbound }, separate);
  });
  return [...made, ...written];
}

/**
 * Without an outbound rule a group lets everything out; the first one, inline or separate, takes that rule's place.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroupegress.html
 */
function unstated({ id }: Declared, separate: ReadonlyMap<string, Rules>): Rules {
  return separate.has(`${id} AWS::EC2::SecurityGroupEgress`) ? [] : allOut(id);
}

/** Groups that the template only names: rules that nobody here knows, and those that it adds. */
export function importedGroups(
  sources: Sources,
  named: readonly { readonly id: Id; readonly why: string }[],
): readonly SecurityGroup[] {
  const separate = separateRules(sources);
  return named.map(({ id, why }) => {
    const rules = [{ id, service: everything, peer: unknownPeer(why) }];
    return joined({ id, vpc: { unknown: why }, inbound: rules, outbound: rules }, separate);
  });
}

/** Groups that rules are added to, declared or not. */
export function groupsWithRules(
  sources: Sources,
): readonly { readonly id: Id; readonly stack: string }[] {
  return sources.ofType(...separateTypes).map((each) => ({
    id: each.refer(each.properties['GroupId']),
    stack: each.stack,
  }));
}

const separateTypes = ['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'];

function joined(group: SecurityGroup, separate: ReadonlyMap<string, Rules>): SecurityGroup {
  const more = (rules: Rules | Unknown, kind: string): Rules | Unknown =>
    isUnknown(rules) ? rules : [...rules, ...(separate.get(`${group.id} ${kind}`) ?? [])];
  return {
    ...group,
    inbound: more(group.inbound, 'AWS::EC2::SecurityGroupIngress'),
    outbound: more(group.outbound, 'AWS::EC2::SecurityGroupEgress'),
  };
}

function separateRules(sources: Sources): ReadonlyMap<string, Rules> {
  const byGroup = new Map<string, GroupRule[]>();
  for (const rule of sources.ofType(...separateTypes)) {
    const key = `${rule.refer(rule.properties['GroupId'])} ${rule.type}`;
    const rules = byGroup.get(key) ?? [];
    byGroup.set(key, rules);
    rules.push(ruleOf(rule.properties, rule));
  }
  return byGroup;
}

function inlineRules(group: Declared, property: string): Rules | Unknown | undefined {
  const written = group.properties[property];
  if (written === undefined) return undefined;
  if (isOpen(written)) return group.unknown(written);
  const rules = listOf(written);
  // An empty list of outbound rules is as none: CloudFormation leaves the default rule.
  if (rules.length === 0) return undefined;
  return rules.map((each) =>
    isOpen(each)
      ? {
          id: group.id,
          service: everything,
          peer: unknownPeer(group.sources.why(each, group.stack)),
        }
      : ruleOf(mapOf(each), group),
  );
}

function ruleOf(values: Values, from: Declared): GroupRule {
  const { condition } = from;
  return {
    id: from.id,
    service: serviceOf(values['IpProtocol'], [values['FromPort'], values['ToPort']]),
    peer: condition === undefined ? peerOf(values, from) : unknownPeer(condition),
  };
}

function peerOf(values: Values, from: Declared): Peer {
  const group = values['SourceSecurityGroupId'] ?? values['DestinationSecurityGroupId'];
  if (group !== undefined) return { kind: 'group', id: from.refer(group) };
  const list = values['SourcePrefixListId'] ?? values['DestinationPrefixListId'];
  if (list !== undefined) return { kind: 'list', list: prefixListIn(list, from) };
  const block = blockIn(values['CidrIp'], from) ?? blockIn(values['CidrIpv6'], from);
  if (block === undefined) return unknownPeer('the rule names no address and no group');
  return isUnknown(block) ? unknownPeer(block.unknown) : { kind: 'block', block };
}

function unknownPeer(why: string): Peer {
  return { kind: 'unknown', why };
}

function allOut(id: Id): Rules {
  return ([4, 6] as const).map((family) => ({
    id,
    service: everything,
    peer: { kind: 'block', block: everywhere[family] },
  }));
}

function defaultRules(id: Id): Pick<SecurityGroup, 'inbound' | 'outbound'> {
  return {
    inbound: [{ id, service: everything, peer: { kind: 'group', id } }],
    outbound: allOut(id),
  };
}

/** The CDK's custom resource takes the rules out of a VPC's default group. */
function emptiedDefaults(sources: Sources): ReadonlySet<Id> {
  const closing = sources.ofType('Custom::VpcRestrictDefaultSG');
  return new Set(closing.map((each) => each.refer(each.properties['DefaultSecurityGroupId'])));
}
