/** What is assumed where only use decides. One place: change a number here and every report says so. */

export interface Assumption {
  readonly says: string;
  /** Pieces a month. */
  readonly perMonth: number;
}

export type AssumptionId = keyof typeof assumptions;

export const assumptions = {
  natTraffic: { says: '1 GB an hour goes through each NAT gateway', perMonth: 730 },
  endpointTraffic: { says: '10 GB a month go through each endpoint', perMonth: 10 },
  attachmentTraffic: { says: '10 GB a month go through each attachment', perMonth: 10 },
  inspectedTraffic: { says: '10 GB a month go through each firewall', perMonth: 10 },
  balancerUnits: { says: 'each load balancer uses a tenth of a capacity unit', perMonth: 73 },
  balancerTraffic: { says: '10 GB a month go through each classic load balancer', perMonth: 10 },
  requests: { says: '100,000 requests a month to each thing that answers', perMonth: 100_000 },
  functionSeconds: {
    says: '100,000 runs of 100 ms a month of each function',
    perMonth: 10_000,
  },
  keyRequests: { says: '10,000 requests a month to each key and secret', perMonth: 10_000 },
  stored: { says: '10 GB are kept in each store', perMonth: 10 },
  logs: { says: '1 GB a month is written to each log', perMonth: 1 },
  edgeTraffic: { says: '10 GB a month leave through each distribution', perMonth: 10 },
  users: { says: '100 users a month sign in to each pool', perMonth: 100 },
  rootVolume: {
    says: 'a root volume that is not described is 8 GiB of gp3, as of Amazon Linux 2023',
    perMonth: 8,
  },
} as const satisfies Readonly<Record<string, Assumption>>;

/** True of every figure. */
export const always: readonly string[] = [
  'On-demand list prices without tax, discounts and free allowances; instances run Linux, tenancy is shared.',
  'Data that leaves for the internet or crosses zones is not counted.',
];
