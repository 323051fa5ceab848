/** Managed prefix lists: a customer's own, or AWS's for a service. */
import { parseBlock } from '../blocks.ts';
import type { PrefixList } from '../network.ts';
import type { Declared } from './source.ts';
import { isOpen, listOf, mapOf } from './values.ts';

/**
 * Ids of AWS's own lists are the same in every account of a region.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
const awsLists: Readonly<Record<string, string>> = {
  'pl-63a5400a': 's3',
  'pl-68a54001': 's3',
  'pl-6da54004': 's3',
  'pl-6ea54007': 's3',
  'pl-02cd2c6b': 'dynamodb',
  'pl-00a54069': 'dynamodb',
};

/** The list that a route or rule names. */
export function prefixListIn(value: unknown, from: Declared): PrefixList {
  const source = from.find(value);
  const id = from.refer(value);
  if (source?.type === 'AWS::EC2::PrefixList') return customerList(source);
  const service = awsLists[id] ?? serviceNamed(id);
  const unknown = { unknown: `the addresses of prefix list ${id}` };
  return { id, blocks: unknown, ...(service === undefined ? {} : { service }) };
}

/** The list of a service, by the name that its gateway endpoint has. */
export function serviceList(service: string): PrefixList {
  return { id: service, blocks: { unknown: `the addresses of ${service}` }, service };
}

/** `com.amazonaws.us-east-1.s3`, `com.amazonaws.${AWS::Region}.dynamodb` -> the last part. */
export function serviceNamed(name: string): string | undefined {
  return /^com\.amazonaws\.[^.]+\.([\w-]+)$/.exec(name)?.[1];
}

function customerList(list: Declared): PrefixList {
  const entries = listOf(list.properties['Entries']).map((each) => mapOf(each)['Cidr']);
  const blocks = entries.map((each) => parseBlock(String(each)));
  const known = blocks.filter((each) => each !== undefined);
  const isWhole = known.length === blocks.length && !isOpen(list.properties['Entries']);
  return {
    id: list.id,
    blocks: isWhole ? known : { unknown: `entries of prefix list ${list.logicalId}` },
  };
}
