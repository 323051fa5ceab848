/** Which resource's public IPv4 address is mapped to an interface. */
import type { Id, Unknown } from '../../network.ts';
import type { Declared, Sources } from '../source.ts';

export interface Mapping {
  readonly id: Id;
  readonly owner: Declared;
  /** Is one given at launch? */
  readonly given: boolean | Unknown;
}

/** An Elastic IP replaces the address that was given at launch. */
export function publicAddressOf({ id, owner, given }: Mapping): Id | Unknown | undefined {
  const elastic = associations(owner.sources).find(({ to }) => to === id || to === owner.id);
  if (elastic?.condition !== undefined) return { unknown: elastic.condition };
  if (elastic !== undefined) return elastic.address;
  if (typeof given !== 'boolean') return given;
  return given ? owner.id : undefined;
}

interface Association {
  readonly address: Id;
  readonly to: Id;
  readonly condition: string | undefined;
}

const known = new WeakMap<Sources, readonly Association[]>();

/** Elastic IPs with the instance or interface that they are associated with. */
export function associations(sources: Sources): readonly Association[] {
  const found = known.get(sources) ?? [...direct(sources), ...separate(sources)];
  known.set(sources, found);
  return found;
}

function direct(sources: Sources): readonly Association[] {
  return sources
    .ofType('AWS::EC2::EIP')
    .filter((each) => each.properties['InstanceId'] !== undefined)
    .map((each) => ({
      address: each.id,
      to: each.refer(each.properties['InstanceId']),
      condition: each.condition,
    }));
}

function separate(sources: Sources): readonly Association[] {
  return sources.ofType('AWS::EC2::EIPAssociation').flatMap((each) => {
    const { AllocationId, EIP, InstanceId, NetworkInterfaceId } = each.properties;
    const to = InstanceId ?? NetworkInterfaceId;
    if (to === undefined) return [];
    const address = each.refer(AllocationId ?? EIP);
    return [{ address, to: each.refer(to), condition: each.condition }];
  });
}
