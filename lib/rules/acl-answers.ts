/** What a network ACL says by itself, whatever stands in its subnets: are requests that it admits ever answered? Pure. */
import type { AclEntry, NetworkAcl } from '../network/network.ts';
import { allPorts, protocols, type Range, type Service } from '../network/services.ts';
import { leftOf, meets, toPorts, trafficOf, type Traffic } from './acl-traffic.ts';

/**
 * Linux takes its ports from 32768, Windows higher ones: what lets nothing through up here has no return range.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
 */
export const clientPorts: Range = [32_768, allPorts[1]];

/** Does it speak of ports of services alone? One that reaches up to the ports of clients lets answers through. */
export function isOfServices({ protocol, ports }: Service): boolean {
  const hasPorts = protocol === protocols.tcp || protocol === protocols.udp;
  return hasPorts && ports[1] < clientPorts[0];
}

/** Does it admit requests of which not one gets an answer out? Entries that only the deployment knows may answer. */
export function isDeaf({ inbound, outbound }: NetworkAcl): boolean {
  return inbound.some((entry, index) => {
    const requests = entry.allows && isOfServices(entry.service) ? trafficOf(entry) : undefined;
    const admitted = requests === undefined ? [] : leftOf(requests, inbound.slice(0, index));
    return admitted.length > 0 && !admitted.some((each) => isAnswered(each, outbound));
  });
}

function isAnswered(requests: Traffic, outbound: readonly AclEntry[]): boolean {
  const answers = toPorts(requests, clientPorts);
  return outbound.some((entry, index) => {
    if (!entry.allows) return false;
    const allowed = trafficOf(entry);
    const left = leftOf(answers, outbound.slice(0, index));
    return allowed === undefined || left.some((each) => meets(each, allowed));
  });
}
