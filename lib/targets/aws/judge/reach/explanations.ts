/** What Reachability Analyzer found, in the words of the network model. */
import type { Passage, Place, Properties } from '../../../../capabilities.ts';
import type { Code } from '../../../../network/question.ts';
import type { Evidence, Hop } from '../../../../verdict.ts';

interface Component {
  readonly Id?: string;
}
interface Header {
  readonly SourceAddresses?: readonly string[];
}
export interface PathComponent {
  readonly Component?: Component;
  readonly AclRule?: Properties;
  readonly SecurityGroupRule?: Properties;
  readonly RouteTableRoute?: Properties;
  readonly OutboundHeader?: Header;
}
export interface Explanation {
  readonly ExplanationCode?: string;
  readonly [part: string]: unknown;
}
export interface Analysis {
  readonly Status?: string;
  readonly StatusMessage?: string;
  readonly NetworkPathFound?: boolean;
  readonly ForwardPathComponents?: readonly PathComponent[];
  readonly ReturnPathComponents?: readonly PathComponent[];
  readonly Explanations?: readonly Explanation[];
}

/** What a person calls an id. */
export type NameOf = (id: string) => Place;

/**
 * Whose gate each code speaks of: the first part that the explanation has. Codes that the network model knows come
 * first where there are several: they are the gate, the others follow from it.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
const gates: Readonly<Partial<Record<Code, readonly string[]>>> = {
  NO_ROUTE_TO_DESTINATION: ['RouteTable', 'SubnetRouteTable', 'IngressRouteTable'],
  BAD_STATE_ROUTE: ['RouteTable', 'SubnetRouteTable'],
  SUBNET_ACL_RESTRICTION: ['Acl', 'Subnet'],
  ENI_SG_RULES_MISMATCH: ['SecurityGroup', 'SecurityGroups', 'NetworkInterface'],
  SG_REFERENCES_NOT_PRESERVED: ['SecurityGroup', 'SecurityGroups'],
  ENI_SOURCE_DEST_CHECK_RESTRICTION: ['NetworkInterface'],
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: ['InternetGateway'],
  IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS: ['InternetGateway'],
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS: ['InternetGateway'],
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS: ['InternetGateway'],
  NGW_REQUIRES_SOURCE_IN_VPC: ['NatGateway'],
  REGIONAL_NGW_ROUTE_AZ_RESTRICTION: ['NatGateway'],
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: ['VpcPeeringConnection'],
  VPCE_GATEWAY_PROTOCOL_RESTRICTION: ['VpcEndpoint'],
  ELBV2_LISTENERS_MISMATCH: ['ElasticLoadBalancerListener', 'LoadBalancerArn'],
  ELBV2_LISTENER_HAS_NO_TG: ['ElasticLoadBalancerListener', 'LoadBalancerArn'],
  ELB_LISTENERS_MISMATCH: ['LoadBalancerArn'],
  ELB_ACL_RESTRICTION: ['Acl'],
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED: ['Vpc', 'InternetGateway'],
};

/** `SUBNET_ACL_RESTRICTION at WebNacl` */
export function becauseOf(explanations: readonly Explanation[], nameOf: NameOf): string {
  const known = explanations.find(({ ExplanationCode = '' }) => ExplanationCode in gates);
  const decides = known ?? explanations[0];
  if (decides === undefined) return 'no explanation';
  const at = gateOf(decides);
  const code = decides.ExplanationCode ?? 'no code';
  return at === undefined ? code : `${code} at ${nameOf(at)}`;
}

function gateOf(explanation: Explanation): string | undefined {
  const parts = gates[(explanation.ExplanationCode ?? '') as Code] ?? [];
  const ids = [...parts, 'Component'].map((part) => idIn(explanation[part]));
  return ids.find((id) => id !== undefined);
}

function idIn(part: unknown): string | undefined {
  const [one] = [part].flat();
  if (typeof one === 'string') return one;
  return (one as Component | undefined)?.Id;
}

const kinds: readonly (readonly [id: RegExp, gate: string])[] = [
  [/^acl-/, 'network ACL'],
  [/^sg-/, 'security group'],
  [/^rtb-/, 'route'],
  [/^igw-/, 'internet gateway'],
  [/^nat-/, 'NAT gateway'],
  [/^vpce-/, 'VPC endpoint'],
  [/^pcx-/, 'peering connection'],
  [/^eni-/, 'network interface'],
  [/^i-/, 'instance'],
  [/^subnet-/, 'subnet'],
];

/** The way as the analyzer walked it, then what stood in it. */
export function traceOf(analysis: Analysis, nameOf: NameOf): Evidence {
  const { ForwardPathComponents = [], ReturnPathComponents = [], Explanations = [] } = analysis;
  return {
    kind: 'trace',
    hops: [
      ...ForwardPathComponents.map((each) => passed('request', each, nameOf)),
      ...ReturnPathComponents.map((each) => passed('reply', each, nameOf)),
      ...Explanations.map((each) => blockedBy(each, nameOf)),
    ],
  };
}

function passed(way: 'request' | 'reply', component: PathComponent, nameOf: NameOf): Hop {
  const id = component.Component?.Id ?? '';
  const rule = component.AclRule ?? component.SecurityGroupRule ?? component.RouteTableRoute;
  return {
    way,
    at: nameOf(id),
    gate: gateKind(id),
    verdict: 'passed',
    ...(rule === undefined ? {} : { rule: ruleText(rule) }),
  };
}

function blockedBy(explanation: Explanation, nameOf: NameOf): Hop {
  const id = gateOf(explanation) ?? '';
  const { Direction, ExplanationCode = 'no code' } = explanation;
  return {
    at: nameOf(id),
    gate: gateKind(id),
    verdict: 'blocked',
    says: typeof Direction === 'string' ? `${ExplanationCode} (${Direction})` : ExplanationCode,
  };
}

function gateKind(id: string): string {
  return kinds.find(([form]) => form.test(id))?.[1] ?? 'component';
}

/** `RuleNumber 100, RuleAction allow, Cidr 0.0.0.0/0` */
function ruleText(rule: Properties): string {
  return Object.entries(rule)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

/** The address that leaves the last component of the way: what the far end sees. */
export function leavesAs({ ForwardPathComponents = [] }: Analysis): string | undefined {
  const headers = ForwardPathComponents.flatMap(({ OutboundHeader }) => OutboundHeader ?? []);
  const [address] = headers.at(-1)?.SourceAddresses ?? [];
  return address?.replace(/\/32$/, '');
}

/** The NAT gateway on the way, where there is one. */
export function natOn({ ForwardPathComponents = [] }: Analysis): string | undefined {
  const ids = ForwardPathComponents.flatMap(({ Component }) => Component?.Id ?? []);
  return ids.find((id) => id.startsWith('nat-'));
}

export function arrivesOf(analyses: readonly Analysis[]): Passage['arrives'] {
  const found = analyses.filter(({ NetworkPathFound }) => NetworkPathFound === true).length;
  if (found === 0) return 'no';
  return found === analyses.length ? 'yes' : 'partly';
}
