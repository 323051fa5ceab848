/** `resolve`: the name servers of the lab's own zones, or the resolver of this machine. */
import { promises as dns } from 'node:dns';
import { isIPv4 } from 'node:net';
import type { Answer, DnsQuestion, Place, Properties } from '../../../capabilities.ts';
import { Unavailable } from '../../../errors.ts';
import type { Client } from '../../api/client.ts';
import { elasticAddresses, publicAddresses } from './hosts.ts';
import { filled, type LiveLab } from './live-lab.ts';

/** A hosted zone of the lab. */
export interface Zone {
  /** Without the dot at its end, in lower case. */
  readonly name: string;
  readonly isPrivate: boolean;
  readonly nameServers: readonly string[];
}

export interface DnsOptions {
  /** Where the name servers are reached: IP addresses, with a port where it is not 53. @default by the system's resolver */
  readonly addressesOf?: (nameServer: string) => Promise<readonly string[]>;
  /** @default the resolver of this machine */
  readonly system?: dns.Resolver;
}

const timeoutMilliseconds = 3000;

/** Questions about names, one lab. */
export class Names {
  private readonly lab: LiveLab;
  private readonly options: DnsOptions;
  private zones: Promise<readonly Zone[]> | undefined;

  constructor(lab: LiveLab, options: DnsOptions = {}) {
    this.lab = lab;
    this.options = options;
  }

  /**
   * One seen answer. Addresses of the lab go by their place, everything else is as it came. Times to live are known of
   * addresses only.
   * @throws Unavailable where nobody who could know is asked from here
   */
  async resolve(name: string, question: DnsQuestion = {}): Promise<Answer> {
    const { from, type = 'A' } = question;
    if (from !== undefined && isInside(this.lab, from))
      throw new Unavailable(`names are asked from this machine, not from ${from}`);
    const asked = (await filled(this.lab, name)).toLowerCase().replace(/\.$/, '');
    const resolver = await this.resolverFor(asked, question.via);
    const answer = await ask(resolver, asked, type);
    return named(answer, await this.placesOf(answer.records));
  }

  /** Hosts are looked for only where an address is no Elastic IP: this is asked again and again. */
  private async placesOf(records: readonly string[]): Promise<ReadonlyMap<string, Place>> {
    const elastic = elasticAddresses(this.lab.deployed);
    const others = records.filter((each) => isIPv4(each) && !elastic.has(each));
    return others.length === 0 ? elastic : publicAddresses(this.lab);
  }

  /** The addresses as they came. @throws Unavailable */
  async lookUp(name: string): Promise<Answer> {
    const asked = name.toLowerCase();
    return named(await ask(await this.resolverFor(asked, undefined), asked, 'A'), new Map());
  }

  /** The zone of the lab that holds the name, the nearest one. */
  async zoneOf(name: string): Promise<Zone | undefined> {
    this.zones ??= zonesOf(this.lab).catch((error: unknown) => {
      this.zones = undefined;
      throw error;
    });
    const holding = (await this.zones).filter(
      (zone) => name === zone.name || name.endsWith(`.${zone.name}`),
    );
    return holding.sort((a, b) => b.name.length - a.name.length)[0];
  }

  private async resolverFor(name: string, via: DnsQuestion['via']): Promise<dns.Resolver> {
    const { system = new dns.Resolver() } = this.options;
    const zone = await this.zoneOf(name);
    if (zone === undefined) {
      if (via === 'authority') throw new Unavailable(`no hosted zone of the lab holds ${name}`);
      return system;
    }
    if (zone.isPrivate) throw new Unavailable(`${zone.name} is answered inside its VPCs alone`);
    if (via !== 'cache') return this.authority(zone);
    if (await isDelegated(system, zone)) return system;
    throw new Unavailable(`nobody delegates ${zone.name} to the lab: no cache can know it`);
  }

  private async authority(zone: Zone): Promise<dns.Resolver> {
    const { addressesOf = systemAddresses } = this.options;
    const resolver = new dns.Resolver({ timeout: timeoutMilliseconds, tries: 2 });
    const addresses = (await Promise.all(zone.nameServers.map(addressesOf))).flat();
    if (addresses.length === 0)
      throw new Unavailable(`the name servers of ${zone.name} have no address from here`);
    resolver.setServers(addresses);
    return resolver;
  }
}

function isInside({ deployed }: LiveLab, from: Place): boolean {
  return deployed.some(
    ({ logicalId, path }) => logicalId === from || `/${path}`.endsWith(`/${from}`),
  );
}

async function zonesOf({ client, deployed }: LiveLab): Promise<readonly Zone[]> {
  const zones = deployed.filter(({ type }) => type === 'AWS::Route53::HostedZone');
  return Promise.all(zones.map(({ physicalId }) => zoneWith(client, physicalId)));
}

async function zoneWith(client: Client, Id: string): Promise<Zone> {
  const { HostedZone, DelegationSet } = await client.send('route-53', 'GetHostedZone', { Id });
  const { Name = '', Config } = HostedZone as {
    readonly Name?: string;
    readonly Config?: { readonly PrivateZone?: boolean };
  };
  const { NameServers = [] } = (DelegationSet ?? {}) as {
    readonly NameServers?: readonly string[];
  };
  return {
    name: Name.toLowerCase().replace(/\.$/, ''),
    isPrivate: Config?.PrivateZone === true,
    nameServers: NameServers,
  };
}

async function systemAddresses(nameServer: string): Promise<readonly string[]> {
  return dns.resolve4(nameServer).catch(() => []);
}

async function isDelegated(system: dns.Resolver, { name, nameServers }: Zone): Promise<boolean> {
  const known = await system.resolveNs(name).catch((): string[] => []);
  return known.some((each) => nameServers.includes(each.toLowerCase()));
}

interface Asked {
  readonly status: Answer['status'];
  readonly records: readonly string[];
  readonly ttlSeconds?: number;
}

/** What c-ares says instead of a status. A name without records of the type is there all the same. */
const statuses: Readonly<Record<string, Answer['status']>> = {
  ENODATA: 'NOERROR',
  ENOTFOUND: 'NXDOMAIN',
  ESERVFAIL: 'SERVFAIL',
  EREFUSED: 'REFUSED',
};

/** @throws Unavailable where nobody answered */
async function ask(resolver: dns.Resolver, name: string, type: string): Promise<Asked> {
  try {
    return { status: 'NOERROR', ...(await recordsOf(resolver, name, type)) };
  } catch (error) {
    const { code = '' } = error as { readonly code?: string };
    const status = statuses[code];
    if (status !== undefined) return { status, records: [] };
    throw new Unavailable(`no name server answers for ${name}: ${code || String(error)}`);
  }
}

async function recordsOf(
  resolver: dns.Resolver,
  name: string,
  type: string,
): Promise<Pick<Asked, 'records' | 'ttlSeconds'>> {
  if (type !== 'A' && type !== 'AAAA') {
    const found = (await resolver.resolve(name, type)) as unknown;
    return { records: [found].flat().map(recordText) };
  }
  const found =
    type === 'A'
      ? await resolver.resolve4(name, { ttl: true })
      : await resolver.resolve6(name, { ttl: true });
  return {
    records: found.map(({ address }) => address),
    ttlSeconds: Math.min(...found.map(({ ttl }) => ttl)),
  };
}

/** `10 mail.example.com` */
function recordText(record: unknown): string {
  if (typeof record !== 'object' || record === null) return String(record);
  return Object.values(record as Properties)
    .map(String)
    .join(' ');
}

function named({ status, records, ttlSeconds }: Asked, places: ReadonlyMap<string, Place>): Answer {
  return {
    status,
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    chances:
      records.length === 0
        ? []
        : [{ records: records.map((each) => places.get(each) ?? each), of: [1, 1] }],
  };
}
