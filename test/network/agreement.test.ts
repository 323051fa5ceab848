/**
 * The symbolic engine against the walker: two programs that share nothing but the contract (network.ts, question.ts, blocks.ts,
 * services.ts), on random networks, at the edges of every rule, entry and route and one beside them.
 *
 * What is asked: the sets once for all ports, or for all hosts of the internet as well; the walker each packet by itself. Both
 * must say the same word (yes, no, depends). Like is compared with like:
 * - A NAT gateway gives a packet any port of 1024-65535. The walker's packet keeps its own where that is one of these, else it
 *   gets 1024; `outcomeFor` asks the sets for just this port.
 * - `internet` means the hosts that an address of the internet can have, none of a VPC: a host outside of that (10.9.9.9,
 *   100.64.0.1, NAT64's 64:ff9b::/96) is asked by its own address.
 * - What no builder makes and AWS refuses does not occur: hops without the thing they name, routes to gateways that are not
 *   attached or to another VPC's interface, a known IPv6 block inside an Amazon-provided one, propagated prefix lists.
 *
 * LAB_SEED=n starts from another seed. A difference is told with its seed and the smallest network that shows it.
 */
import type { Code } from '../../lib/network/question.ts';
import { answer } from '../../lib/network/sets/answer.ts';
import { judge, outcomeFor } from '../../lib/network/sets/judge.ts';
import { walk } from '../../lib/network/walk/walk.ts';
import { caseOf, differences, type Engines } from './random/compare.ts';
import { reportOf } from './random/shrink.ts';
import { Tally } from './random/tally.ts';

const engines: Engines = { walk, judge, outcomeFor, answer };
const firstSeed = Number(process.env['LAB_SEED'] ?? 1);
const networks = 250;
const size = [40, 12] as const;

/** A listener's refusal is `ask/`'s to say, before anything walks. */
const walked: readonly Code[] = [
  'NO_ROUTE_TO_DESTINATION',
  'BAD_STATE_ROUTE',
  'SUBNET_ACL_RESTRICTION',
  'ENI_SG_RULES_MISMATCH',
  'SG_REFERENCES_NOT_PRESERVED',
  'ENI_SOURCE_DEST_CHECK_RESTRICTION',
  'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
  'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
  'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS',
  'IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS',
  'NGW_REQUIRES_SOURCE_IN_VPC',
  'REGIONAL_NGW_ROUTE_AZ_RESTRICTION',
  'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
  'VPCE_GATEWAY_PROTOCOL_RESTRICTION',
  'ELB_ACL_RESTRICTION',
  'VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
  'KIT_NGW_PROTOCOL',
  'KIT_NAT_SUBNET_LOOP',
  'KIT_NO_NAT_SESSION',
  'KIT_EGRESS_ONLY',
  'KIT_ROUTE_LOOP',
  'KIT_NO_ADDRESS',
  'KIT_SAME_HOST',
  'KIT_NEXT_HOP_NOT_MODELLED',
  'KIT_UNKNOWN',
];

test('walker and sets say the same of every packet, and meet every gate and every code that walking knows', () => {
  const tally = new Tally();
  for (let seed = firstSeed; seed < firstSeed + networks; seed++)
    for (const each of differences(engines, caseOf(seed, size), tally.count))
      throw new Error(reportOf(engines, each));
  expect(tally.packets).toBeGreaterThanOrEqual(100_000);
  process.stdout.write(`${tally.table()}\n`);
  expect(walked.filter((code) => !tally.codes.has(code))).toEqual([]);
  // None of the words is an exception.
  for (const word of ['yes', 'no', 'depends'] as const)
    expect(tally.words.get(word) ?? 0).toBeGreaterThan(tally.packets / 50);
}, 120_000);
