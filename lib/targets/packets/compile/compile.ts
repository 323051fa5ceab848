/** A settled network -> the plan of the kernel. Pure: the same network gives the same plan, and little of it changes with little. */
import type { Link, Node, Plan } from '../plan/plan.ts';
import { egressOnlyIds } from './doors.ts';
import { endpointNode } from './endpoint.ts';
import { Gates, type KernelGate } from './gates.ts';
import { hostParts } from './hosts.ts';
import { internetParts, link } from './internet.ts';
import { egressOnlyNode, inner, internetGatewayNode } from './internet-gateway.ts';
import { macOf } from './names.ts';
import { natNode } from './nat-gateway.ts';
import {
  deviceTo,
  groupOf,
  ip4,
  nodeOf,
  vpcsOf,
  type InVpc,
  type OutsideHost,
  type Scene,
} from './scene.ts';
import type { Settled } from '../settle/settle.ts';
import { vpcNode } from './vpc.ts';

export interface Compiled {
  readonly plan: Plan;
  /** The gate of a rule that drops, by its comment. */
  readonly gates: ReadonlyMap<string, KernelGate>;
}

export interface CompileOptions {
  readonly outside: readonly OutsideHost[];
  /** @default false: what is in a namespace forwards, or does not */
  readonly playsForwarders?: boolean;
}

export function compile(
  settled: Settled,
  { outside, playsForwarders = false }: CompileOptions,
): Compiled {
  const gates = new Gates();
  const scene: Scene = { settled, outside, gates, playsForwarders };
  const vpcs = vpcsOf(scene);
  const parts = [
    internetParts(scene),
    ...vpcs.map((each) => vpcParts(scene, each, vpcs)),
    peeringParts(scene, vpcs),
  ];
  return {
    plan: {
      nodes: parts.flatMap(({ nodes }) => nodes),
      links: parts.flatMap(({ links }) => links),
    },
    gates: gates.byComment,
  };
}

interface Parts {
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
}

function vpcParts(scene: Scene, here: InVpc, all: readonly InVpc[]): Parts {
  const { vpc, nats } = here;
  const hosts = hostParts(scene, here, all);
  const router = nodeOf.vpc(vpc.id);
  const hasGateway = typeof vpc.internetGateway === 'string';
  const egress = egressOnlyIds(scene, vpc.id);
  const endpoints = [...scene.settled.network.endpoints.values()].filter(
    (each) => each.vpc === vpc.id,
  );
  return {
    nodes: [
      vpcNode(scene, here, all),
      ...(hasGateway ? [internetGatewayNode(scene, here)] : []),
      ...egress.map((id) => egressOnlyNode(scene, here, id)),
      ...nats.map((nat) => natNode(scene, here, nat)),
      ...endpoints.map((each) => endpointNode(scene, each)),
      ...hosts.nodes,
    ],
    links: [
      link(`nowhere ${vpc.id}`, [router, deviceTo.nowhere], [router, deviceTo.nowhereBack]),
      ...(hasGateway ? [gatewayLink(here)] : []),
      ...egress.map((id) =>
        link(`vpc ${id}`, [router, deviceTo.egressOnly(id)], [nodeOf.egressOnly(id), inner]),
      ),
      ...nats.map((nat) => natLink(here, nat)),
      ...endpoints.map(({ id }) =>
        link(id, [router, deviceTo.endpoint(id)], [nodeOf.endpoint(id), 'eth0']),
      ),
      ...hosts.links,
    ],
  };
}

function gatewayLink({ vpc }: InVpc): Link {
  const device = deviceTo.internetGateway;
  return {
    ends: [
      { node: nodeOf.vpc(vpc.id), device, group: groupOf.internetGateway(vpc.id) },
      { node: nodeOf.internetGateway(vpc.id), device: inner },
    ],
    mac: macOf(`gateway ${vpc.id}`),
  };
}

function natLink({ vpc }: InVpc, { id, subnet, address4 }: InVpc['nats'][number]): Link {
  const group = subnet === undefined ? groupOf.regional(id) : groupOf.subnet(subnet);
  const addresses = address4 === undefined ? [] : [`${ip4(address4)}/32`];
  return {
    ends: [
      { node: nodeOf.vpc(vpc.id), device: deviceTo.nat(id), group },
      { node: nodeOf.nat(id), device: 'eth0', addresses },
    ],
    mac: macOf(id),
  };
}

function peeringParts({ settled }: Scene, vpcs: readonly InVpc[]): Parts {
  const isHere = (id: unknown): boolean => vpcs.some(({ vpc }) => vpc.id === id);
  const links = [...settled.network.peerings.values()].flatMap(({ id, requester, accepter }) => {
    if (typeof requester !== 'string' || typeof accepter !== 'string') return [];
    if (!isHere(requester) || !isHere(accepter)) return [];
    const device = deviceTo.peering(id);
    return link(id, [nodeOf.vpc(requester), device], [nodeOf.vpc(accepter), device]);
  });
  return { nodes: [], links };
}
