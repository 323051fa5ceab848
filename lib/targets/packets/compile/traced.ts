/** Flows that somebody wants to see on their whole way. */
import { chain, declared } from './match.ts';
import { families } from './scene.ts';

/** Pairs of addresses are put into the sets while the lab runs. */
export function tracedParts(): readonly (readonly string[])[] {
  return [
    ...families.map((family) => {
      const type = family === 4 ? 'ipv4_addr' : 'ipv6_addr';
      return declared('set', `traced_${family}`, { type: `${type} . ${type}`, elements: [] });
    }),
    chain(
      'traced',
      [
        'ip saddr . ip daddr @traced_4 meta nftrace set 1',
        'ip6 saddr . ip6 daddr @traced_6 meta nftrace set 1',
      ],
      'type filter hook prerouting priority -400; policy accept;',
    ),
  ];
}
