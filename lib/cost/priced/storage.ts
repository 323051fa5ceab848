/** Buckets and file systems: by what is kept in them. */
import { fixed, unpriced, used } from '../charge.ts';
import { at, numberOf, textAt } from '../values.ts';
import type { Pricer, Pricers } from './pricer.ts';

const bucket: Pricer = () => [
  used('storage', 's3/storage', 'stored'),
  used('objects read', 's3/read', 'requests'),
];

/** Throughput that is provisioned costs used or not; a file system of one zone names it. */
const fileSystem: Pricer = ({ properties }) => {
  const kind = at(properties, 'AvailabilityZoneName') === undefined ? '' : 'one-zone-';
  const storage = used('storage', `efs/${kind}storage`, 'stored');
  if (textAt(properties, 'ThroughputMode') !== 'provisioned') return [storage];
  const speed = numberOf(at(properties, 'ProvisionedThroughputInMibps'));
  return speed === undefined
    ? [storage, unpriced('its provisioned throughput is not known')]
    : [storage, fixed(`${speed} MiB/s provisioned`, 'efs/throughput', { quantity: speed })];
};

export const storage: Pricers = {
  'AWS::S3::Bucket': bucket,
  'AWS::EFS::FileSystem': fileSystem,
};
