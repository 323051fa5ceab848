/** What answers in every lab beside its instances: metadata and names in each VPC, objects, the site on the internet. */
import { createServer, type Server } from 'node:http';
import { addressText, blockText, parseAddress } from '../../../network/blocks.ts';
import type { Launch } from '../../../fleet/fleet.ts';
import { nameOf } from '../../../network/names.ts';
import { isUnknown, type Id, type Network, type Subnet } from '../../../network/network.ts';
import { hostNode, nodeOf, vpcsOf, type InVpc } from '../compile/scene.ts';
import { macOf } from '../compile/names.ts';
import { Gates } from '../compile/gates.ts';
import { servedAddresses } from '../compile/vpc.ts';
import type { NodeName } from '../plan/plan.ts';
import type { Wire } from '../plan/wire.ts';
import { metadataService, type Facts } from '../serve/metadata.ts';
import { objectPorts, objectServer } from '../serve/objects.ts';
import { serveNames, type Lookup } from '../serve/resolver.ts';
import { sitePorts, siteServer } from '../serve/site.ts';
import { standInPort, standInServer } from '../serve/stand-in.ts';
import type { Settled } from '../settle/settle.ts';
import type { Host, Hosts } from './hosts.ts';
import type { Plane } from './plane.ts';
import { account, privateName, publicName, region, zoneName } from './region.ts';

const interfaceEndpoint = 'AWS::EC2::VPCEndpoint';

export interface ServedParts {
  readonly wire: Wire;
  readonly plane: Plane;
  readonly hosts: Hosts;
  readonly lookup: Lookup;
  readonly objects: ReadonlyMap<string, string>;
}

/** Opened once in each namespace, whenever one is new. */
export class Served {
  private readonly parts: ServedParts;
  private readonly there = new Map<NodeName, readonly { close(): void }[]>();

  constructor(parts: ServedParts) {
    this.parts = parts;
  }

  /** The network has changed: what is new is served, what is gone is forgotten. */
  async arrange(): Promise<void> {
    const { settled, plan } = this.parts.plane.stands;
    const standing = new Set(plan.nodes.map(({ name }) => name));
    for (const [node, servers] of this.there)
      if (!standing.has(node)) {
        for (const each of servers) each.close();
        this.there.delete(node);
      }
    for (const here of vpcsOf({ settled, outside: [], gates: new Gates(), playsForwarders: false }))
      await this.once(nodeOf.vpc(here.vpc.id), () => this.inVpc(here));
    for (const { id, service } of settled.network.endpoints.values())
      if (service === 's3') await this.once(nodeOf.endpoint(id), (node) => this.objectsAt(node));
    await this.standIns(settled);
    await this.once(nodeOf.outside('s3'), (node) => this.objectsAt(node));
    await this.once(nodeOf.outside('site'), (node) => this.siteAt(node));
  }

  close(): void {
    for (const servers of this.there.values()) for (const each of servers) each.close();
    this.there.clear();
  }

  private async standIns({ network }: Settled): Promise<void> {
    for (const face of network.interfaces.values())
      if (network.ends.get(face.owner)?.type === interfaceEndpoint)
        await this.once(hostNode(network, face), (node) =>
          this.at(node, [standInPort], () => standInServer(nameOf(network, face.owner))),
        );
  }

  private async once(
    node: NodeName,
    serve: (node: NodeName) => Promise<readonly { close(): void }[]>,
  ): Promise<void> {
    if (!this.there.has(node)) this.there.set(node, await serve(node));
  }

  private async inVpc(here: InVpc): Promise<readonly { close(): void }[]> {
    const { wire, lookup } = this.parts;
    const node = nodeOf.vpc(here.vpc.id);
    const [metadata = '', ...names] = servedAddresses(here);
    const server = createServer(metadataService((address) => this.factsOf(address)));
    await wire.listen(server, { node, address: metadata, port: 80 });
    return [server, await serveNames(wire, { node, addresses: names, lookup })];
  }

  private objectsAt(node: NodeName): Promise<readonly Server[]> {
    const { objects } = this.parts;
    return this.at(node, objectPorts, () => objectServer((_bucket, key) => objects.get(key)));
  }

  private siteAt(node: NodeName): Promise<readonly Server[]> {
    return this.at(node, sitePorts, siteServer);
  }

  private async at(
    node: NodeName,
    ports: readonly number[],
    create: () => Server,
  ): Promise<readonly Server[]> {
    const servers = ports.map((port) => ({ port, server: create() }));
    for (const { server, port } of servers) await this.parts.wire.listen(server, { node, port });
    return servers.map(({ server }) => server);
  }

  private factsOf(remote: string): Facts | undefined {
    const { hosts, plane } = this.parts;
    const address = parseAddress(remote.replace(/^::ffff:/, ''));
    if (address === undefined) return undefined;
    const host = hosts.all.find(({ faces }) =>
      faces.some(
        ({ address4, address6 }) => address.value === (address.family === 4 ? address4 : address6),
      ),
    );
    return host && factsOf(plane.stands.settled, host);
  }
}

function factsOf({ network, public4 }: Settled, host: Host): Facts | undefined {
  const [face] = host.faces;
  const subnet = face && network.subnets.get(face.subnet);
  if (face?.address4 === undefined || subnet === undefined) return undefined;
  const own = { family: 4, value: face.address4 } as const;
  const { launch, instanceId } = host;
  return {
    ...{ instanceId, imageId: launch.imageId, instanceType: launch.instanceType },
    ...{ region, accountId: account, launched: host.launched },
    localAddress: addressText(own),
    hostname: privateName(own),
    ...publicFacts(public4.get(face.id)),
    ...{ mac: macOf(face.id), interfaceId: fakeId('eni', face.id) },
    ...placeFacts(network, subnet),
    securityGroups: (face.groups === 'unfiltered' ? [] : face.groups).map((id) => ({
      id: fakeId('sg', id),
      name: nameOf(network, id),
    })),
    ...roleFacts(launch),
    tags: launch.tags,
    options: launch.metadata,
  };
}

function placeFacts(
  { vpcs }: Network,
  { id, vpc, zone, block4 }: Subnet,
): Pick<Facts, 'zone' | 'subnetId' | 'subnetCidr' | 'vpcId' | 'vpcCidr'> {
  const own = typeof vpc === 'string' ? vpc : '';
  return {
    zone: typeof zone === 'string' ? zoneName(zone) : `${region}a`,
    subnetId: fakeId('subnet', id),
    subnetCidr: blockWritten(block4),
    vpcId: fakeId('vpc', own),
    vpcCidr: blockWritten(vpcs.get(own)?.blocks[0]),
  };
}

function blockWritten(block: Subnet['block4']): string {
  return block === undefined || isUnknown(block) ? '' : blockText(block);
}

function roleFacts({ role }: Launch): Pick<Facts, 'role'> {
  return role === undefined ? {} : { role: role.split('/').at(-1) ?? role };
}

function publicFacts(value: bigint | undefined): Pick<Facts, 'publicAddress' | 'publicHostname'> {
  if (value === undefined) return {};
  const address = { family: 4, value } as const;
  return { publicAddress: addressText(address), publicHostname: publicName(address) };
}

/** In the form of AWS's. */
function fakeId(kind: string, id: Id): string {
  return `${kind}-${macOf(id).replaceAll(':', '')}`;
}
