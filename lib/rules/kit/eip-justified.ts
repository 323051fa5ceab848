/** An Elastic IP that nobody gave a reason for. */
import type { Resource } from '../../template/template.ts';
import { tagOf } from '../network-parts.ts';
import { finderOf } from '../references.ts';
import type { Rule } from '../rule.ts';
import { listOf, mapOf } from '../values.ts';

export const eipJustified: Rule = {
  id: 'kit/eip-justified',
  says: "is an Elastic IP without a tag 'reason' that says who relies on the address",
  because:
    'It is paid for by the hour, used or not, there are five in a region by default, and it is one more door to watch: a name, a load balancer or no public address does in most cases.',
  source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    const ofNats = resources
      .filter(({ type }) => type === 'AWS::EC2::NatGateway')
      .flatMap((nat) => allocationsOf(nat).map((each) => find(each, nat)));
    return resources.filter(
      (each) =>
        each.type === 'AWS::EC2::EIP' &&
        tagOf(each, 'reason').trim() === '' &&
        !ofNats.includes(each),
    );
  },
};

/** A NAT gateway cannot do without addresses, so they need no other reason. */
function allocationsOf({ properties }: Resource): readonly unknown[] {
  const { AllocationId, SecondaryAllocationIds, AvailabilityZoneAddresses } = properties;
  const perZone = listOf(AvailabilityZoneAddresses).map((each) => mapOf(each).AllocationIds);
  return [AllocationId, SecondaryAllocationIds, ...perZone].flatMap(listOf);
}
