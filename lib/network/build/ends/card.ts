/** What the properties of an interface say: groups, addresses, client ports. */
import { parseAddress } from '../../blocks.ts';
import type { Id, Interface, Unknown } from '../../network.ts';
import { textOf, type Declared } from '../source.ts';
import { booleanOf, listOf, mapOf, type Values } from '../values.ts';
import { givesAddress6, givesPublicAddress } from '../vpcs.ts';

/** What stands in no subnet of the template. */
export const defaultSubnet = 'the default VPC';

/** Where no group is named, AWS takes the default one of the VPC. */
export function groupsIn(value: unknown, subnet: Id, from: Declared): readonly Id[] {
  const named = listOf(value).map((each) => from.refer(each));
  return named.length > 0 ? named : [defaultGroup(subnet, from)];
}

function defaultGroup(subnet: Id, { sources }: Declared): Id {
  const source = sources.get(subnet);
  if (source === undefined) return `the default group of ${subnet}`;
  return `${source.refer(source.properties['VpcId'])}.default-group`;
}

/** As stated for the interface, else as the subnet gives it. */
export function launchAddress(stated: unknown, subnet: Id, from: Declared): boolean | Unknown {
  return booleanOf(stated, from) ?? givesPublicAddress(subnet, from.sources);
}

export function address4In(card: Values): bigint | undefined {
  const [first] = listOf(card['PrivateIpAddresses']).map(mapOf);
  const written = card['PrivateIpAddress'] ?? first?.['PrivateIpAddress'];
  return parseAddress(textOf(written))?.value;
}

export function address6In(card: Values, subnet: Id, from: Declared): Interface['address6'] {
  const [first] = listOf(card['Ipv6Addresses']);
  const written = mapOf(first)['Ipv6Address'] ?? first;
  const fixed = parseAddress(textOf(written))?.value;
  if (fixed !== undefined) return fixed;
  const isAsked = written !== undefined || Number(card['Ipv6AddressCount'] ?? 0) > 0;
  return isAsked || givesAddress6(subnet, from.sources) ? 'some' : undefined;
}

export function checks(value: unknown, from: Declared): boolean {
  return booleanOf(value, from) !== false;
}

const linux = [32_768, 60_999] as const;
const windows = [49_152, 65_535] as const;

/** What the template shows of the operating system: a PowerShell user data, or an image named after Windows. */
export function clientPorts(card: Values): readonly [number, number] {
  const shown = `${textOf(card['UserData'])} ${textOf(card['ImageId'])}`;
  return /<powershell>|windows/i.test(shown) ? windows : linux;
}
