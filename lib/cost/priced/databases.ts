/** Databases and caches: instances and nodes by class, what RDS stores, capacity of DynamoDB. */
import { fixed, several, unpriced, used, type Charge } from '../charge.ts';
import type { Resource, Surroundings } from '../surroundings.ts';
import { at, isTrue, isUnknown, listAt, numberOf, quantityAt, shown, textAt } from '../values.ts';
import type { Properties } from '../values.ts';
import type { Pricer, Pricers } from './pricer.ts';

/** The engines whose prices the table has; MariaDB costs what MySQL costs. */
const engines: Readonly<Record<string, string>> = {
  postgres: 'rds/postgres',
  mysql: 'rds/mysql',
  mariadb: 'rds/mysql',
};

const databaseInstance: Pricer = (resource, around) => {
  const properties = withSource(resource, around);
  const engine = engineOf(properties);
  const address = isTrue(at(properties, 'PubliclyAccessible'))
    ? [fixed('public IPv4 address', 'public-ipv4')]
    : [];
  if (engine.startsWith('aurora')) return [...auroraInstance(resource, around), ...address];
  const prices = engines[engine];
  const type = textAt(properties, 'DBInstanceClass') ?? 'not named';
  // AWS charges the standby as a second instance with a second volume.
  const copies = isTrue(at(properties, 'MultiAZ')) ? 2 : 1;
  const storage = rdsStorage(properties, copies);
  if (prices === undefined) return [unpriced(`Engine is ${shown(engine)}`), ...storage, ...address];
  return [instanceOf(prices, type, copies), ...storage, ...address];
};

/**
 * RDS takes the names of engines and of kinds of storage in any case.
 * @see https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds/pull/409
 * @see https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds/pull/434
 */
function engineOf(properties: Properties): string {
  return inLowerCase(textAt(properties, 'Engine')) ?? 'not named';
}

function inLowerCase(name: string | undefined): string | undefined {
  return isUnknown(name) ? name : name?.toLowerCase();
}

/** A replica takes from its source what it does not say itself. */
function withSource(resource: Resource, around: Surroundings): Properties {
  const { properties } = resource;
  const source = around.named(at(properties, 'SourceDBInstanceIdentifier'), resource)?.properties;
  const cluster = around.named(at(properties, 'DBClusterIdentifier'), resource)?.properties;
  return {
    Engine: at(source, 'Engine') ?? at(cluster, 'Engine'),
    AllocatedStorage: at(source, 'AllocatedStorage'),
    StorageType: at(source, 'StorageType'),
    ...properties,
  };
}

function instanceOf(prices: string, type: string, count: number): Charge {
  return isUnknown(type)
    ? unpriced(`DBInstanceClass is ${shown(type)}`)
    : fixed(several(count, `${type} instance`), `${prices}/${type}`, { quantity: count });
}

/** RDS takes gp2 where nothing is said, io1 where IOPS are. */
function rdsStorage(properties: Properties, copies: number): readonly Charge[] {
  const iops = numberOf(at(properties, 'Iops')) ?? 0;
  const type = inLowerCase(textAt(properties, 'StorageType')) ?? (iops > 0 ? 'io1' : 'gp2');
  const size = quantityAt(properties, 'AllocatedStorage', 0);
  if (at(properties, 'AllocatedStorage') === undefined)
    return [unpriced('its storage is not described')];
  const paid = type === 'gp3' ? Math.max(0, iops - includedIops(size.quantity)) : iops;
  return [
    fixed(several(copies, `${size.quantity} GiB ${type} storage`), `rds/storage/${type}`, {
      ...size,
      quantity: size.quantity * copies,
    }),
    ...(paid === 0
      ? []
      : [
          fixed(`${paid} provisioned IOPS`, `rds/storage/${type}-iops`, {
            quantity: paid * copies,
          }),
        ]),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html gp3, other engines than Oracle and SQL Server */
function includedIops(gigabytes: number): number {
  return gigabytes >= 400 ? 12_000 : 3000;
}

function auroraInstance(resource: Resource, around: Surroundings): readonly Charge[] {
  const type = textAt(resource.properties, 'DBInstanceClass') ?? 'not named';
  if (type !== 'db.serverless') return [instanceOf('aurora', type, 1)];
  const cluster = around.named(at(resource.properties, 'DBClusterIdentifier'), resource);
  const scaling = at(cluster?.properties, 'ServerlessV2ScalingConfiguration');
  const least = numberOf(at(scaling, 'MinCapacity'));
  if (least === undefined) return [unpriced('the least capacity of its cluster is not known')];
  const what = several(least, 'Aurora capacity unit (the least)');
  return least === 0 ? [] : [fixed(what, 'aurora/capacity-unit', { quantity: least })];
}

const databaseCluster: Pricer = ({ properties }) => {
  const engine = engineOf(properties);
  if (!engine.startsWith('aurora')) return [unpriced(`Engine of a cluster is ${shown(engine)}`)];
  return [
    used('storage', 'aurora/storage', 'stored'),
    used('reads and writes of it', 'aurora/requests', 'requests'),
  ];
};

function cacheNodes(properties: Properties, count: number, atLeast?: string): readonly Charge[] {
  const type = textAt(properties, 'CacheNodeType') ?? 'not named';
  if (isUnknown(type)) return [unpriced(`CacheNodeType is ${shown(type)}`)];
  const kind = textAt(properties, 'Engine') === 'valkey' ? 'valkey/' : '';
  const what = several(count, `${type} node`);
  return [fixed(what, `elasticache/${kind}${type}`, { quantity: count, atLeast })];
}

const cacheCluster: Pricer = ({ properties }) => {
  const { quantity, atLeast } = quantityAt(properties, 'NumCacheNodes', 1);
  return cacheNodes(properties, quantity, atLeast);
};

/** As many as are asked for, or in each node group a primary and its replicas. */
const replicationGroup: Pricer = ({ properties }) => {
  const groups = quantityAt(properties, 'NumNodeGroups', 1);
  const replicas = quantityAt(properties, 'ReplicasPerNodeGroup', 0);
  const nodes = quantityAt(
    properties,
    'NumCacheClusters',
    groups.quantity * (1 + replicas.quantity),
  );
  return cacheNodes(
    properties,
    nodes.quantity,
    nodes.atLeast ?? groups.atLeast ?? replicas.atLeast,
  );
};

const dax: Pricer = ({ properties }) => {
  const type = textAt(properties, 'NodeType') ?? 'not named';
  if (isUnknown(type)) return [unpriced(`NodeType is ${shown(type)}`)];
  const nodes = quantityAt(properties, 'ReplicationFactor', 1);
  return [fixed(several(nodes.quantity, `${type} node`), `dax/${type}`, nodes)];
};

/** DynamoDB takes provisioned capacity where nothing is said; each index has its own. */
const table: Pricer = ({ properties }) => {
  const storage = used('storage', 'dynamodb/storage', 'stored');
  if (textAt(properties, 'BillingMode') === 'PAY_PER_REQUEST')
    return [
      used('reads', 'dynamodb/read', 'requests'),
      used('writes', 'dynamodb/write', 'requests'),
      storage,
    ];
  const parts = [properties, ...listAt(properties, 'GlobalSecondaryIndexes')];
  return [...capacity(parts, 'Read'), ...capacity(parts, 'Write'), storage];
};

function capacity(parts: readonly unknown[], kind: 'Read' | 'Write'): readonly Charge[] {
  const units = parts.map((each) => at(each, 'ProvisionedThroughput', `${kind}CapacityUnits`));
  const quantity = units.reduce<number>((sum, each) => sum + (numberOf(each) ?? 0), 0);
  const isKnown = units.every((each) => each === undefined || numberOf(each) !== undefined);
  const atLeast = isKnown ? undefined : 'a capacity is not known';
  const noun = `${kind.toLowerCase()} capacity unit`;
  return [
    fixed(several(quantity, noun), `dynamodb/${kind.toLowerCase()}-unit`, { quantity, atLeast }),
  ];
}

export const databases: Pricers = {
  'AWS::RDS::DBInstance': databaseInstance,
  'AWS::RDS::DBCluster': databaseCluster,
  'AWS::ElastiCache::CacheCluster': cacheCluster,
  'AWS::ElastiCache::ReplicationGroup': replicationGroup,
  'AWS::DAX::Cluster': dax,
  'AWS::DynamoDB::Table': table,
};
