/** What the VPC resolver answers in a lab: instances, load balancers, services of AWS, the site. */
import { addressText, blockText } from '../../../network/blocks.ts';
import type { Lookup } from '../serve/resolver.ts';
import type { Balancers } from './balancers.ts';
import type { Plane } from './plane.ts';
import { balancerName, privateName, publicName, region } from './region.ts';

export function namesOf(plane: Plane, balancers: Balancers): Lookup {
  return (name) =>
    instanceNamed(plane, name) ??
    balancerNamed(plane, balancers, name) ??
    serviceNamed(plane, name) ??
    (name === 'site' || name === 'checkip.amazonaws.com' ? site : undefined);
}

const site = ['203.0.113.80', '2001:db8:80::80'];

/** A public name is answered inside with the private address. */
function instanceNamed({ stands }: Plane, name: string): readonly string[] | undefined {
  const { network, public4 } = stands.settled;
  for (const { id, address4 } of network.interfaces.values()) {
    if (address4 === undefined) continue;
    const own = { family: 4, value: address4 } as const;
    const seen = public4.get(id);
    const names = [
      privateName(own),
      ...(seen === undefined ? [] : [publicName({ family: 4, value: seen })]),
    ];
    if (names.includes(name)) return [addressText(own)];
  }
  return undefined;
}

/** An internet-facing one by its public addresses, also inside the VPC. */
function balancerNamed(
  { stands }: Plane,
  balancers: Balancers,
  name: string,
): readonly string[] | undefined {
  const found = balancers.all.find(({ id }) => balancerName(id) === name);
  if (found === undefined) return undefined;
  const { network, public4 } = stands.settled;
  const faces = network.ends.get(found.id)?.interfaces ?? [];
  return balancers.addressesOf(
    found.id,
    faces.some((each) => public4.has(each)),
  );
}

/** `BUCKET.s3.dualstack.us-east-1.amazonaws.com`, `dynamodb.us-east-1.amazonaws.com` */
function serviceNamed({ stands }: Plane, name: string): readonly string[] | undefined {
  if (!name.endsWith('.amazonaws.com')) return undefined;
  const service = [...stands.settled.services.keys()].find((each) =>
    new RegExp(`(^|\\.)${each}[.-](dualstack\\.)?(${region}\\.)?amazonaws\\.com$`).test(name),
  );
  const block = service === undefined ? undefined : stands.settled.services.get(service);
  return block && [blockText({ ...block, first: block.first + 10n, last: block.first + 10n })];
}
