/** EBS: gigabytes by the month, and what is provisioned beyond the included speed. */
import { fixed, several, type Charge } from '../charge.ts';
import { assumptions } from '../assumptions.ts';
import { at, listAt, numberOf, textAt, type Properties } from '../values.ts';
import type { Pricers } from './pricer.ts';

/** @see https://aws.amazon.com/ebs/pricing/ gp3 includes 3,000 IOPS and 125 MB/s */
const includedIops = 3000;
const includedThroughput = 125;

export interface VolumeOf {
  /** gp2, gp3, io1 ... @default gp2, which EC2 takes where nothing is said */
  readonly type?: string | undefined;
  readonly size: unknown;
  readonly iops?: unknown;
  readonly throughput?: unknown;
}

/** The charges of so many equal volumes. */
export function volumeCharges(volume: VolumeOf, count: number): readonly Charge[] {
  const { type = 'gp2', size } = volume;
  const gigabytes = numberOf(size);
  const assumed = assumptions.rootVolume.perMonth;
  const storage = fixed(
    several(count, `${gigabytes ?? assumed} GiB ${type} volume`),
    `ebs/${type}`,
    {
      quantity: count * (gigabytes ?? assumed),
      ...(gigabytes === undefined ? { atLeast: 'its size is not known' } : {}),
    },
  );
  return [storage, ...speedCharges(type, volume, count)];
}

function speedCharges(type: string, volume: VolumeOf, count: number): readonly Charge[] {
  const iops = numberOf(volume.iops) ?? 0;
  const throughput = numberOf(volume.throughput) ?? 0;
  const paid = type === 'gp3' ? Math.max(0, iops - includedIops) : type.startsWith('io') ? iops : 0;
  const faster = type === 'gp3' ? Math.max(0, throughput - includedThroughput) : 0;
  return [
    ...(paid === 0
      ? []
      : [fixed(`${paid} provisioned IOPS`, `ebs/${type}-iops`, { quantity: paid * count })]),
    ...(faster === 0
      ? []
      : [
          fixed(`${faster} MB/s above the included`, `ebs/${type}-throughput`, {
            quantity: faster * count,
          }),
        ]),
  ];
}

/** The volumes of so many instances: those described, and the image's root where none of them is it. */
export function instanceVolumes(properties: Properties, count: number): readonly Charge[] {
  const mappings = listAt(properties, 'BlockDeviceMappings');
  const described = mappings.flatMap((each) => {
    const ebs = at(each, 'Ebs');
    if (ebs === undefined) return [];
    return volumeCharges(
      {
        type: textAt(ebs, 'VolumeType'),
        size: at(ebs, 'VolumeSize'),
        iops: at(ebs, 'Iops'),
        throughput: at(ebs, 'Throughput'),
      },
      count,
    );
  });
  return mappings.some(isRoot) ? described : [...described, ...undescribedRoot(count)];
}

/** The two names that AWS's images give their root. */
function isRoot(mapping: unknown): boolean {
  return ['/dev/xvda', '/dev/sda1'].includes(textAt(mapping, 'DeviceName') ?? '');
}

function undescribedRoot(count: number): readonly Charge[] {
  const { perMonth } = assumptions.rootVolume;
  return [
    fixed(several(count, `${perMonth} GiB gp3 root volume`), 'ebs/gp3', {
      quantity: count * perMonth,
      assumption: 'rootVolume',
    }),
  ];
}

export const volumes: Pricers = {
  'AWS::EC2::Volume': ({ properties }) =>
    volumeCharges(
      {
        type: textAt(properties, 'VolumeType'),
        size: at(properties, 'Size'),
        iops: at(properties, 'Iops'),
        throughput: at(properties, 'Throughput'),
      },
      1,
    ),
};
