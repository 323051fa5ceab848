/** What has to go and what has to come for one plan to become another. Pure. */
import type { Link, Node, NodeName, Plan, PolicyRule, Route } from '../plan/plan.ts';

/** What stands in a node beside its links. */
export type Entry =
  | { readonly what: 'address'; readonly cidr: string; readonly device: string }
  | { readonly what: 'route'; readonly route: Route }
  | { readonly what: 'rule'; readonly rule: PolicyRule };

/** A plan by keys: two things with the same key are the same thing, which may stay as it is. */
export interface Wanted {
  readonly nodes: ReadonlyMap<string, WantedNode>;
  readonly links: ReadonlyMap<string, Link>;
}

export interface WantedNode {
  readonly node: Node;
  readonly entries: ReadonlyMap<string, Entry>;
}

/** How often the node has got another namespace: a link to the one before is not a link to this one. */
export type Incarnation = (node: NodeName) => number;

export const nothing: Wanted = { nodes: new Map(), links: new Map() };

export function wanted({ nodes, links }: Plan, incarnation: Incarnation): Wanted {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const linkKeys = new Map<string, string>();
  const keyed = new Map<string, Link>();
  for (const link of links) {
    const key = keyOfLink(link, (name) => [incarnation(name), inherited(byName.get(name))]);
    keyed.set(key, link);
    for (const { node, device } of link.ends) linkKeys.set(`${node} ${device}`, key);
  }
  const addresses = addressesOf(nodes, links);
  return {
    links: keyed,
    nodes: new Map(
      nodes.map((node) => {
        const own = addresses.get(node.name) ?? [];
        const keyOf = (device: string): string => linkKeys.get(`${node.name} ${device}`) ?? device;
        const key = JSON.stringify([node.name, incarnation(node.name)]);
        return [key, { node, entries: entriesOf(node, own, keyOf) }];
      }),
    ),
  };
}

type Address = Extract<Entry, { what: 'address' }>;

function addressesOf(nodes: readonly Node[], links: readonly Link[]): Map<NodeName, Address[]> {
  const found = new Map<NodeName, Address[]>();
  for (const { name, addresses } of nodes)
    found.set(
      name,
      addresses.map((cidr) => ({ what: 'address', cidr, device: 'lo' })),
    );
  for (const { node, device, addresses = [] } of links.flatMap(({ ends }) => ends))
    found.get(node)?.push(...addresses.map((cidr) => ({ what: 'address' as const, cidr, device })));
  return found;
}

function keyOfLink({ ends, mac }: Link, madeFor: (node: NodeName) => unknown): string {
  const own = ends.map(({ node, device, group }) => [node, device, group ?? 0, madeFor(node)]);
  return JSON.stringify([mac, ...own]);
}

/** Links take these over when they are made: they are made anew when one differs. */
function inherited(node: Node | undefined): [string, string][] {
  return Object.entries(node?.settings ?? {}).filter(([name]) => name.includes('/default/'));
}

/** Of what stands on a link that is made anew, the key is another: it stands no more. */
function entriesOf(
  { routes, rules }: Node,
  addresses: readonly Address[],
  keyOf: (device: string) => string,
): Map<string, Entry> {
  // With an address go the routes that have it as their source.
  const holders = new Map(
    addresses.map(({ cidr, device }) => [cidr.split('/')[0], [cidr, keyOf(device)]]),
  );
  return new Map<string, Entry>([
    ...addresses.map((each): [string, Entry] => [
      JSON.stringify(['address', each.cidr, keyOf(each.device)]),
      each,
    ]),
    ...routes.map((route): [string, Entry] => [
      JSON.stringify([
        ...['route', route.to, route.table ?? null, route.kind, route.gateway ?? null],
        route.device === undefined ? null : keyOf(route.device),
        route.source === undefined ? null : [route.source, holders.get(route.source) ?? null],
      ]),
      { what: 'route', route },
    ]),
    ...rules.map((rule): [string, Entry] => [
      JSON.stringify([
        ...['rule', rule.priority, rule.table],
        ...[rule.mark ?? null, rule.from ?? null],
      ]),
      { what: 'rule', rule },
    ]),
  ]);
}

export interface Difference {
  readonly nodesGone: readonly NodeName[];
  readonly nodesMade: readonly NodeName[];
  readonly linksGone: readonly (readonly [key: string, Link])[];
  readonly linksMade: readonly (readonly [key: string, Link])[];
  /** Of every node in the later plan in which something differs. */
  readonly changes: readonly NodeChange[];
}

export interface NodeChange {
  readonly node: NodeName;
  readonly settings: Readonly<Record<string, string>>;
  readonly gone: readonly Entry[];
  readonly made: readonly Entry[];
  /** The whole text, where it differs. */
  readonly ruleset: string | undefined;
}

export function difference(before: Wanted, after: Wanted): Difference {
  const changes: NodeChange[] = [];
  for (const [key, own] of after.nodes) changes.push(changeOf(before.nodes.get(key), own));
  return {
    nodesGone: missing(before.nodes, after.nodes).map(([, { node }]) => node.name),
    nodesMade: missing(after.nodes, before.nodes).map(([, { node }]) => node.name),
    linksGone: missing(before.links, after.links),
    linksMade: missing(after.links, before.links),
    changes: changes.filter(
      ({ settings, gone, made, ruleset }) =>
        gone.length + made.length + Object.keys(settings).length > 0 || ruleset !== undefined,
    ),
  };
}

function missing<T>(
  from: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
): (readonly [string, T])[] {
  return [...from].filter(([key]) => !other.has(key));
}

function changeOf(before: WantedNode | undefined, { node, entries }: WantedNode): NodeChange {
  const stood = before?.entries ?? new Map<string, Entry>();
  const made = missing(entries, stood).map(([, entry]) => entry);
  const replaced = new Set(made.map(placeOf));
  const settings = new Map(Object.entries(before?.node.settings ?? {}));
  return {
    node: node.name,
    settings: Object.fromEntries(
      Object.entries(node.settings).filter(([name, value]) => settings.get(name) !== value),
    ),
    // A route that another takes the place of is never absent.
    gone: missing(stood, entries)
      .map(([, entry]) => entry)
      .filter((entry) => entry.what !== 'route' || !replaced.has(placeOf(entry))),
    made,
    ruleset: (before?.node.ruleset ?? '') === node.ruleset ? undefined : node.ruleset,
  };
}

function placeOf(entry: Entry): string {
  return entry.what === 'route' ? `${entry.route.table ?? 254} ${entry.route.to}` : '';
}
