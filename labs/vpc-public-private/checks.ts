import { blocked, judgeBlocked, judgeReaches, reaches } from '../../lib/checks/network.ts';
import { by, type Check } from '../../lib/lab.ts';
import { every } from '../../lib/verdict.ts';
import { addressesGivenAtLaunch, addressPlan } from './checks/addresses.ts';
import { connecting } from './checks/connecting.ts';
import { natCost } from './checks/cost.ts';
import type { Stage } from './lab.ts';

const publicHosts = ['HostPublicA', 'HostPublicB'];
const privateHosts = ['HostPrivateA', 'HostPrivateB'];
const hosts = [...publicHosts, ...privateHosts];
const doors = ['tcp/22', 'tcp/80', 'tcp/443', 'tcp/8080'] as const;

/** From the ground up: addresses, the network inside, the public side, the private side, the loss of a zone. */
export const checks: readonly Check<Stage>[] = [
  {
    id: 'no-overlap',
    says: 'The four subnets lie inside the VPC, do not overlap, and each offers 251 usable addresses',
    ways: [addressPlan(['PublicA', 'PublicB', 'PrivateA', 'PrivateB'])],
  },
  {
    id: 'local-everywhere',
    says: 'Every host opens tcp/8080 of every other host by private address',
    ways: [
      connecting({ from: hosts, to: hosts, on: ['tcp/8080'], ends: 'open' }),
      reaches({ from: hosts, to: hosts, on: 'tcp/8080' }),
    ],
  },
  {
    id: 'auto-public-address',
    says: 'Both public subnets give a public address at launch, the private ones do not',
    told: {
      'empty-vpc': { fails: 'PublicA MapPublicIpOnLaunch' },
      'public-addresses': 'holds',
    },
    ways: [addressesGivenAtLaunch({ by: ['PublicA', 'PublicB'], not: ['PrivateA', 'PrivateB'] })],
  },
  {
    id: 'public-egress',
    says: "A public host opens tcp/443 of the site, which sees the host's own public address",
    told: {
      'empty-vpc': { fails: 'NO_ROUTE_TO_DESTINATION' },
      'public-routes': { fails: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS' },
      'public-addresses': 'holds',
    },
    ways: [reaches({ from: publicHosts, to: 'site', on: 'tcp/443', seenAs: 'itself' })],
  },
  {
    id: 'public-ingress',
    says: 'A stranger on the internet opens tcp/8080 of both public hosts',
    told: {
      'empty-vpc': { fails: 'NO_ROUTE_TO_DESTINATION' },
      'gateway-attached': { fails: 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS' },
      'public-addresses': 'holds',
    },
    ways: [reaches({ from: 'stranger', to: publicHosts, on: 'tcp/8080' })],
  },
  {
    id: 'private-unreachable',
    says: 'No internet host opens any TCP port of a private host, at any stage',
    ways: [
      blocked({
        from: 'internet',
        to: privateHosts,
        on: 'tcp/1-65535',
        because: ['NO_ROUTE_TO_DESTINATION', 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS'],
      }),
    ],
  },
  {
    id: 'private-egress',
    says: "A private host opens tcp/443 of the site, which sees a NAT gateway's address",
    told: { 'empty-vpc': { fails: 'NO_ROUTE_TO_DESTINATION' }, 'single-nat': 'holds' },
    ways: [
      reaches({
        from: privateHosts,
        to: 'site',
        on: 'tcp/443',
        seenAs: ['NatEipA', 'NatEipB', 'Nat'],
      }),
    ],
  },
  {
    id: 'nat-is-one-way',
    says: "A stranger who connects to a NAT gateway's address on 22, 80, 443 or 8080 hears nothing",
    told: { 'empty-vpc': 'absent', 'single-nat': 'holds', 'regional-nat': 'absent' },
    ways: [
      connecting({ from: ['stranger'], to: ['NatEipA'], on: doors, ends: 'timeout' }),
      by(['reach'], async ({ reach }) =>
        every(
          await Promise.all(
            doors.map((on) =>
              judgeBlocked(reach, {
                from: 'stranger',
                to: 'NatEipA',
                on,
                because: 'KIT_NO_NAT_SESSION',
              }),
            ),
          ),
        ),
      ),
    ],
  },
  {
    id: 'one-nat-for-cost',
    says: 'There is exactly one NAT gateway, at the fixed cost of one gateway and one address: 36.50 a month',
    told: {
      'empty-vpc': 'absent',
      'single-nat': 'holds',
      'nat-per-zone': { fails: 'NAT gateways: 2, with their addresses 73.00' },
      'regional-nat': { fails: 'NAT gateways: 1, with their addresses 73.00' },
    },
    ways: [natCost(36.5)],
  },
  {
    id: 'zone-independent-egress',
    says: 'With everything of the first zone gone, HostPrivateB still opens tcp/443 of the site',
    told: {
      'empty-vpc': 'absent',
      'single-nat': { fails: 'BAD_STATE_ROUTE' },
      'nat-per-zone': 'holds',
    },
    ways: [
      by(['reach', 'during'], ({ reach, during }) =>
        during({ kind: 'lose-zone', zone: 1 }, () =>
          judgeReaches(reach, { from: 'HostPrivateB', to: 'site', on: 'tcp/443' }),
        ),
      ),
    ],
  },
];
