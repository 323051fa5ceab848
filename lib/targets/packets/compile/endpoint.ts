/** A gateway endpoint: the addresses of its service, answered from a namespace inside the VPC. */
import type { GatewayEndpoint } from '../../../network/network.ts';
import type { Node, Route } from '../plan/plan.ts';
import { anywhere, cidrText, gateway, nodeOf, type Scene } from './scene.ts';

export function endpointNode({ settled }: Scene, { id, service }: GatewayEndpoint): Node {
  const block = settled.services.get(service);
  const own: readonly Route[] =
    block === undefined ? [] : [{ to: cidrText(block), kind: 'local', device: 'lo', table: 255 }];
  return {
    name: nodeOf.endpoint(id),
    settings: {},
    addresses: [],
    routes: [...own, { to: anywhere[4], kind: 'unicast', device: 'eth0', gateway: gateway[4] }],
    rules: [],
    ruleset: '',
  };
}
