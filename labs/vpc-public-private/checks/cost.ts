/** What the way out of the private subnets costs while nothing passes through it. */
import { by, type Way } from '../../../lib/lab.ts';
import { costOf } from '../../../lib/cost/cost.ts';
import { priceTable } from '../../../lib/prices.ts';
import { failed, held } from '../../../lib/verdict.ts';

/** A regional gateway is billed for each zone, so the subnets count. */
const types = ['AWS::EC2::NatGateway', 'AWS::EC2::EIP', 'AWS::EC2::Subnet'];

/** One NAT gateway, and with its addresses no dearer than this: US dollars a month at list price. */
export function natCost(limitUsd: number): Way {
  return by(['facts'], async ({ facts }) => {
    const found = await Promise.all(
      types.map(async (type) =>
        [...(await facts(type))].map(([place, properties]) => ({
          type,
          properties,
          stack: 'VpcPublicPrivate',
          logicalId: place,
          path: place,
        })),
      ),
    );
    const gateways = found[0]?.length ?? 0;
    const { perMonth } = costOf(found.flat(), priceTable());
    const says = `NAT gateways: ${gateways}, with their addresses ${perMonth.toFixed(2)} a month`;
    const isCheap = gateways === 1 && Number(perMonth.toFixed(2)) <= limitUsd;
    return isCheap ? held(says) : failed(`${says}, not one for ${limitUsd.toFixed(2)}`);
  });
}
