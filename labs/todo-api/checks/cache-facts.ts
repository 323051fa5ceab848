/** The network of the cache as the template has it: rules and routes, read and not walked. */
import type { Capabilities, Place, Properties } from '../../../lib/capabilities.ts';
import { at } from '../../../lib/checks/facts.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import { referred, refersTo } from './references.ts';

type Template = Pick<Capabilities, 'facts' | 'fact'>;
type Facts = Capabilities['facts'];

export async function hasCluster(facts: Facts): Promise<boolean> {
  return (await facts('AWS::DAX::Cluster')).size > 0;
}

/** Both security groups let 9111 through, and a policy allows reads on the cluster. */
export async function openByRules({ facts, fact }: Template): Promise<Verdict> {
  const out = (await rulesOf({ facts, fact }, 'Egress', 'FunctionSg')).some(isCachePort);
  const into = (await rulesOf({ facts, fact }, 'Ingress', 'DaxSg')).some(isCachePort);
  const policies = [...(await facts('AWS::IAM::Policy')).values()].map((each) =>
    JSON.stringify(each),
  );
  const mayRead = policies.some(
    (each) => each.includes('dax:GetItem') && each.includes('dax:Query'),
  );
  return every([
    out ? held('FunctionSg lets 9111 out') : failed('FunctionSg does not let 9111 out'),
    into ? held('DaxSg lets 9111 in') : failed('DaxSg does not let 9111 in'),
    mayRead
      ? held('a policy allows the reads')
      : failed('no policy allows dax:GetItem and dax:Query'),
  ]);
}

/** DaxSg admits FunctionSg alone, and the network has no door to the internet. */
export async function closedByRules({ facts, fact }: Template): Promise<Verdict> {
  const into = await rulesOf({ facts, fact }, 'Ingress', 'DaxSg');
  const sources = into.map(async (rule) =>
    (await refersTo(fact, rule['SourceSecurityGroupId'], 'FunctionSg'))
      ? held('DaxSg admits FunctionSg')
      : failed(
          `DaxSg admits ${String(rule['CidrIp'] ?? rule['SourceSecurityGroupId'])} besides FunctionSg`,
        ),
  );
  const doors = [
    'AWS::EC2::InternetGateway',
    'AWS::EC2::NatGateway',
    'AWS::EC2::EgressOnlyInternetGateway',
  ].map(async (type) => {
    const [found] = (await facts(type)).keys();
    return found === undefined ? held(`no ${type}`) : failed(`${found} is a way to the internet`);
  });
  return every(await Promise.all([...sources, ...doors]));
}

/** The gateway endpoint of DynamoDB, if the network has one. */
export async function hasEndpoint(facts: Facts): Promise<Place | undefined> {
  const endpoints = [...(await facts('AWS::EC2::VPCEndpoint'))];
  return endpoints.find(([, { ServiceName }]) => String(ServiceName).endsWith('.dynamodb'))?.[0];
}

/** From every subnet of the function a route leads to DynamoDB, and the security group lets 443 out to it. */
export async function endpointOnEveryTable({ facts, fact }: Template): Promise<Verdict> {
  const endpoint = await hasEndpoint(facts);
  if (endpoint === undefined)
    return failed('no route leads to DynamoDB: the network has no endpoint of it');
  const served = (await fact(endpoint))['RouteTableIds'] as readonly string[];
  const subnets = at(await fact('Handlers/Todos'), 'VpcConfig.SubnetIds') as readonly string[];
  const tables = [...(await facts('AWS::EC2::SubnetRouteTableAssociation')).values()];
  const routes = subnets.map((subnet) => {
    const table = tables.find(({ SubnetId }) => SubnetId === subnet)?.['RouteTableId'];
    return served.includes(String(table))
      ? held(`${referred(subnet)} has a route to DynamoDB`)
      : failed(`${referred(subnet)} has no route to DynamoDB`);
  });
  const rules = await rulesOf({ facts, fact }, 'Egress', 'FunctionSg');
  const isLetOut = rules.some(
    (rule) => rule['ToPort'] === 443 && rule['DestinationPrefixListId'] !== undefined,
  );
  return every([
    ...routes,
    isLetOut ? held('FunctionSg lets 443 out') : failed('FunctionSg does not let 443 out'),
  ]);
}

/** Rules of the group, written inside it or beside it. */
async function rulesOf(
  { facts, fact }: Template,
  direction: 'Ingress' | 'Egress',
  group: Place,
): Promise<readonly Properties[]> {
  const beside = [...(await facts(`AWS::EC2::SecurityGroup${direction}`)).values()];
  const isOfGroup = await Promise.all(beside.map((rule) => refersTo(fact, rule['GroupId'], group)));
  const inside = ((await fact(group))[`SecurityGroup${direction}`] ?? []) as readonly Properties[];
  return [...inside, ...beside.filter((_, index) => isOfGroup[index])];
}

function isCachePort({ IpProtocol, FromPort, ToPort }: Properties): boolean {
  return IpProtocol === 'tcp' && Number(FromPort) <= 9111 && Number(ToPort) >= 9111;
}
