/** A gateway endpoint that is missing in the route table of a function's subnet. */
import type { Resource } from '../../template/template.ts';
import { finderOf, type Find } from '../references.ts';
import type { Rule } from '../rule.ts';
import { listOf, mapOf, textOf } from '../values.ts';

/** A resource of the templates, or the text that names one elsewhere. */
type Named = Resource | string;

export const endpointOnAllTables: Rule = {
  id: 'kit/endpoint-on-all-tables',
  says: "is missing in the route table of a function's subnet",
  because:
    'A gateway endpoint is a route: from a subnet whose table lacks it, the function finds no private way to the service.',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    const endpoints = resources.filter(isGatewayEndpoint);
    const subnets = functionSubnets(resources, find);
    return endpoints.filter((endpoint) => {
      const tables = endpoints
        .filter((each) => isForSame(each, endpoint, find))
        .flatMap((each) =>
          listOf(each.properties.RouteTableIds).map((id) => named(id, each, find)),
        );
      return subnets
        .filter((subnet) => vpcOf(subnet, find) === vpcOf(endpoint, find))
        .some((subnet) => !isAmong(tables, tableOf(subnet, resources, find)));
    });
  },
};

function isGatewayEndpoint({ type, properties }: Resource): boolean {
  return (
    type === 'AWS::EC2::VPCEndpoint' && (properties.VpcEndpointType ?? 'Gateway') === 'Gateway'
  );
}

/** Several endpoints may share a service in one VPC, each with its own tables. */
function isForSame(one: Resource, other: Resource, find: Find): boolean {
  const isSameService = textOf(one.properties.ServiceName) === textOf(other.properties.ServiceName);
  return isSameService && vpcOf(one, find) === vpcOf(other, find);
}

function functionSubnets(resources: readonly Resource[], find: Find): readonly Resource[] {
  return resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .flatMap((each) =>
      listOf(mapOf(each.properties.VpcConfig).SubnetIds).map((id) => find(id, each)),
    )
    .filter((subnet) => subnet !== undefined);
}

/** The table associated with the subnet; undefined is the main table, which no template can name. */
function tableOf(subnet: Resource, resources: readonly Resource[], find: Find): Named | undefined {
  const association = resources.find(
    (each) =>
      each.type === 'AWS::EC2::SubnetRouteTableAssociation' &&
      find(each.properties.SubnetId, each) === subnet,
  );
  return association && named(association.properties.RouteTableId, association, find);
}

/** An id from elsewhere may be the main table's. */
function isAmong(tables: readonly Named[], table: Named | undefined): boolean {
  if (table === undefined) return tables.some((each) => typeof each === 'string');
  return tables.includes(table);
}

function vpcOf(resource: Resource, find: Find): Named {
  return named(resource.properties.VpcId, resource, find);
}

function named(id: unknown, from: Resource, find: Find): Named {
  return find(id, from) ?? textOf(id);
}
