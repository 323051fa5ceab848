/** Which ports of a range are tried: where rules begin and end, and one beside them. Pure. */
import type { Flow } from '../../../capabilities.ts';
import type { Id, Network } from '../../../network/network.ts';
import { parseFlow } from '../../../network/ask/flow.ts';
import { within } from '../../../network/services.ts';

/** More than these say little more, and each that is silent takes its time. */
const most = 12;
const usual = [22, 80, 443, 3389, 8080];

export function portsOf(network: Network, flow: Flow, faces: readonly Id[]): readonly number[] {
  const ports = parseFlow(flow)?.ports ?? [0, 0];
  const [first, last] = ports;
  if (first === last) return [first];
  const edges = edgesAt(network, faces).filter((each) => within(ports, each));
  const own = usual.filter((each) => within(ports, each));
  return [...new Set([...edges, ...own, first, last])].slice(0, most);
}

function edgesAt(
  { interfaces, groups, subnets, acls }: Network,
  faces: readonly Id[],
): readonly number[] {
  const own = faces.flatMap((id) => interfaces.get(id) ?? []);
  const rules = own
    .flatMap((face) => (face.groups === 'unfiltered' ? [] : face.groups))
    .flatMap((id) => {
      const inbound = groups.get(id)?.inbound;
      return inbound === undefined || 'unknown' in inbound ? [] : inbound;
    });
  const entries = own.flatMap(({ subnet }) => {
    const acl = subnets.get(subnet)?.acl;
    return typeof acl === 'string' ? (acls.get(acl)?.inbound ?? []) : [];
  });
  const ranges = [...rules, ...entries].map(({ service }) => service.ports);
  return [...new Set(ranges.flatMap(([low, high]) => [low, high, high + 1]))];
}
