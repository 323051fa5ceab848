import {
  blocked,
  judgeBlocked,
  judgeNobodyElse,
  judgeReaches,
  onlyFrom,
  reaches,
} from '../../lib/checks/network.ts';
import { by, type Check } from '../../lib/lab.ts';
import { every } from '../../lib/verdict.ts';
import { connecting } from './checks/connecting.ts';
import { noKeyMaterial, nothingPublic } from './checks/template.ts';
import type { Stage } from './lab.ts';

const fleet = ['AppA', 'AppB'];
const endpoints = ['Ssm', 'SsmMessages'];
const ssh = 'tcp/22';
/** Either filter may be the one that a packet meets first. */
const filtered = ['ENI_SG_RULES_MISMATCH', 'SUBNET_ACL_RESTRICTION'];
const onlyWithBastion = { 'instance-connect-endpoint': 'absent' } as const;

/** Along the way of an administrator: the door, behind the door, around the door; then the doors that replace it. */
export const checks: readonly Check<Stage>[] = [
  {
    id: 'admin-reaches-bastion',
    says: "The administrator opens tcp/22 of the bastion's Elastic IP",
    told: onlyWithBastion,
    ways: [
      connecting({ from: ['admin'], to: ['BastionEip'], on: ssh, ends: 'open' }),
      reaches({ from: 'admin', to: 'BastionEip', on: ssh }),
    ],
  },
  {
    id: 'stranger-times-out',
    says: "A stranger who connects to the bastion's port 22 hears nothing",
    told: onlyWithBastion,
    ways: [
      connecting({ from: ['stranger'], to: ['BastionEip'], on: ssh, ends: 'timeout' }),
      blocked({ from: 'stranger', to: 'BastionEip', on: ssh, because: filtered }),
    ],
  },
  {
    id: 'bastion-reaches-fleet',
    says: 'The bastion opens tcp/22 of AppA and AppB',
    told: onlyWithBastion,
    ways: [
      connecting({ from: ['Bastion'], to: fleet, on: ssh, ends: 'open' }),
      reaches({ from: 'Bastion', to: fleet, on: ssh }),
    ],
  },
  {
    id: 'only-bastion-may-ssh',
    says: 'The bastion, and no other host, subnet or address, opens tcp/22 of AppA and AppB',
    told: onlyWithBastion,
    ways: [onlyFrom({ from: 'Bastion', to: fleet, on: ssh })],
  },
  {
    id: 'bastion-is-no-springboard',
    says: 'The bastion opens neither tcp/8080 of AppA nor tcp/443 of the site',
    told: onlyWithBastion,
    ways: [
      by(['reach'], async ({ reach }) => {
        const because = 'ENI_SG_RULES_MISMATCH';
        return every([
          await judgeBlocked(reach, { from: 'Bastion', to: 'AppA', on: 'tcp/8080', because }),
          await judgeBlocked(reach, { from: 'Bastion', to: 'site', on: 'tcp/443', because }),
        ]);
      }),
    ],
  },
  {
    id: 'fleet-cannot-enter-bastion',
    says: "AppA does not open tcp/22 of the bastion's private address",
    told: onlyWithBastion,
    ways: [
      connecting({ from: ['AppA'], to: ['Bastion'], on: ssh, ends: 'timeout' }),
      blocked({ from: 'AppA', to: 'Bastion', on: ssh, because: filtered }),
    ],
  },
  {
    id: 'fleet-unreachable-directly',
    says: 'No internet host opens any TCP port of AppA or AppB',
    ways: [
      blocked({
        from: 'internet',
        to: fleet,
        on: 'tcp/1-65535',
        because: 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
      }),
    ],
  },
  {
    id: 'no-key-in-template',
    says: "No host's properties hold key material, and CloudFormation makes the key pair: its private half is a SecureString",
    ways: [noKeyMaterial],
  },
  {
    id: 'only-endpoint-may-ssh',
    says: 'The Instance Connect Endpoint, and nobody else, opens tcp/22 of AppA and AppB',
    told: {
      bastion: 'absent',
      'instance-connect-endpoint': 'holds',
      'session-manager': 'absent',
    },
    ways: [onlyFrom({ from: 'Eice', to: fleet, on: ssh })],
  },
  {
    id: 'nothing-public',
    says: 'No interface in the VPC has a public address',
    told: {
      bastion: { fails: 'BastionEip' },
      'instance-connect-endpoint': 'holds',
    },
    ways: [nothingPublic],
  },
  {
    id: 'no-port-22',
    says: 'Nobody opens tcp/22 of anything in the VPC, and AppA opens tcp/443 of both SSM endpoints',
    told: {
      bastion: 'absent',
      'instance-connect-endpoint': { fails: 'AppA tcp/22 is let in: Eice' },
      'session-manager': 'holds',
    },
    ways: [
      by(['reach'], async ({ reach }) => {
        const closed = await judgeNobodyElse(reach, { from: [], to: fleet, on: ssh });
        if (closed.outcome !== 'held') return closed;
        return every([
          await judgeNobodyElse(reach, { from: [], to: endpoints, on: ssh }),
          await judgeReaches(reach, { from: 'AppA', to: endpoints, on: 'tcp/443' }),
        ]);
      }),
    ],
  },
];
