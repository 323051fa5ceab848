/** The address plan, read from the template. */
import type { Place, Properties } from '../../../lib/capabilities.ts';
import { judgeFact } from '../../../lib/checks/facts.ts';
import { by, type Way } from '../../../lib/lab.ts';
import { contains, overlaps, parseBlock, type Block } from '../../../lib/network/blocks.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';

/**
 * AWS keeps the first four addresses of a subnet and the last.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
const kept = 5;
const wanted = 251;

/** Each subnet lies inside the VPC, apart from the others, with 251 addresses for hosts. */
export function addressPlan(subnets: readonly Place[]): Way {
  return by(['fact'], async ({ fact }) => {
    const vpc = blockOf(await fact('Vpc'));
    const plan: [Place, Block][] = [];
    for (const each of subnets) plan.push([each, blockOf(await fact(each))]);
    return every(
      plan.map(([place, block], index) => {
        const others = plan.slice(index + 1);
        const [met] = others.filter(([, other]) => overlaps(block, other));
        if (!contains(vpc, block)) return failed(`${place} lies outside the VPC`);
        if (met !== undefined) return failed(`${place} overlaps ${met[0]}`);
        return judgeUsable(place, block);
      }),
    );
  });
}

function judgeUsable(place: Place, { first, last }: Block): Verdict {
  const usable = Number(last - first) + 1 - kept;
  const says = `${place} offers ${usable} addresses`;
  return usable === wanted ? held(says) : failed(`${says}, not ${wanted}`);
}

function blockOf({ CidrBlock }: Properties): Block {
  const block = parseBlock(String(CidrBlock));
  if (block === undefined) throw new Error(`'${String(CidrBlock)}' is no CIDR block`);
  return block;
}

/** These subnets give a public address to what is launched in them, and those do not. */
export function addressesGivenAtLaunch(told: {
  readonly by: readonly Place[];
  readonly not: readonly Place[];
}): Way {
  return by(['fact'], async ({ fact }) => {
    const verdicts: Verdict[] = [];
    for (const each of [...told.by, ...told.not]) {
      const { MapPublicIpOnLaunch = false } = await fact(each);
      const wantedHere = { MapPublicIpOnLaunch: told.by.includes(each) };
      verdicts.push(judgeFact(each, { MapPublicIpOnLaunch }, wantedHere));
    }
    return every(verdicts);
  });
}
