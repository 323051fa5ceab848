/** The outside world of the network labs: hosts with the same names and addresses on `model` and `packets`. */
import type { Parameters } from './parameters.ts';

/** Addresses and blocks by name, of the networks set aside for documentation (RFC 5737, RFC 3849). */
export function outsideHosts(
  parameters: Parameters = {},
): Readonly<Record<string, readonly string[]>> {
  const [admin = ''] = (parameters['adminCidr'] ?? '203.0.113.10').split('/');
  return {
    /** Who administers the lab: the first address of its parameter `adminCidr`. */
    admin: [admin],
    stranger: ['203.0.113.66'],
    /** Health checkers of Route 53. */
    checkers: ['192.0.2.0/24'],
    site: ['203.0.113.80', '2001:db8:80::80'],
  };
}
