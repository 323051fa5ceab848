/** What AWS serves by an address inside every subnet: neither security groups nor network ACLs filter it. */
import { addressText, type Address } from '../blocks.ts';
import { isUnknown, type Network } from '../network.ts';
import type { Answer, Question } from '../question.ts';
import { protocols, within } from '../services.ts';

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html */
export interface Served {
  readonly name: string;
  readonly port: number;
  readonly protocols: readonly number[];
}

const resolver: Served = {
  name: 'the VPC resolver',
  port: 53,
  protocols: [protocols.udp, protocols.tcp],
};
const metadata: Served = {
  name: 'the instance metadata service',
  port: 80,
  protocols: [protocols.tcp],
};
const clock: Served = { name: 'the time service', port: 123, protocols: [protocols.udp] };

const linkLocal: Readonly<Record<string, Served>> = {
  '169.254.169.253': resolver,
  '169.254.169.254': metadata,
  '169.254.169.123': clock,
};

/** The resolver is also at the base of a VPC's primary block plus two. */
export function servedAt({ vpcs }: Network, address: Address): Served | undefined {
  const isResolver = [...vpcs.values()].some(({ blocks: [first] }) => {
    if (first === undefined || isUnknown(first)) return false;
    return first.family === address.family && first.first + 2n === address.value;
  });
  return isResolver ? resolver : linkLocal[addressText(address)];
}

export function answerOf({ name, port, protocols: spoken }: Served, question: Question): Answer {
  const isServed = spoken.includes(question.protocol) && within(question.ports, port);
  const at = question.to.kind === 'host' ? addressText(question.to.address) : name;
  const gate = { way: 'request', kind: 'address', at } as const;
  if (!isServed || question.from.kind !== 'interface') {
    const says = `${name} answers instances on port ${port} only`;
    return {
      verdict: 'no',
      because: { ...gate, outcome: 'blocked', code: 'KIT_NO_ADDRESS', says },
    };
  }
  const says = `${name} is filtered by neither security groups nor network ACLs`;
  return { verdict: 'yes', because: { ...gate, outcome: 'passed', says } };
}
