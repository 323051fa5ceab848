/** The ways that need something that runs, judged against a world made for it: no target serves them yet. */
import type { Capabilities, Disturbance, HttpResponse } from '../../lib/capabilities.ts';
import type { Outcome } from '../../lib/verdict.ts';
import { checks } from './checks.ts';

/** What is wrong with it, if anything. */
interface World {
  readonly isUnchecked?: boolean;
  readonly isCheckShallow?: boolean;
  readonly isCachedForAnHour?: boolean;
  readonly isBucketMissing?: boolean;
  readonly isBucketForbidden?: boolean;
  readonly isAddressLost?: boolean;
  readonly hasNoSpare?: boolean;
  readonly isPrivate?: boolean;
  /** The name answers the bucket although the server is there. */
  readonly isElsewhere?: boolean;
}

const answer = (status: number, body: string): HttpResponse => ({ status, headers: {}, body });

/** Route 53, a server and a bucket, all in their final state: time has passed whenever somebody looks. */
class Target {
  private readonly world: World;
  private broken: Disturbance | undefined;
  private wasRestarted = false;

  constructor(world: World) {
    this.world = world;
  }

  readonly capabilities: Partial<Capabilities> = {
    during: async (disturbance, judge) => {
      this.broken = disturbance;
      this.wasRestarted ||= disturbance.kind === 'restart';
      try {
        return await judge();
      } finally {
        this.broken = undefined;
      }
    },
    eventually: (_what, _withinSeconds, holds) => holds(),
    resolve: (name) => {
      const record = name !== '${SiteName}' || this.isOut() ? 's3-website' : 'WebEip';
      return Promise.resolve({
        status: 'NOERROR',
        chances: [{ records: [record], of: [1, 1] }],
      });
    },
    http: ({ to, path, headers }) =>
      to === 'SiteUrl' && (!this.isOut() || this.world.isCachedForAnHour === true)
        ? this.web()
        : Promise.resolve(this.bucket(path, to === 'SiteUrl' || headers !== undefined)),
  };

  private isOut(): boolean {
    const { hasNoSpare, isUnchecked, isCheckShallow, isElsewhere } = this.world;
    if (isElsewhere === true) return true;
    if (hasNoSpare === true || isUnchecked === true) return false;
    return (
      this.broken?.kind === 'stop' || (this.broken?.kind === 'answer' && isCheckShallow !== true)
    );
  }

  private web(): Promise<HttpResponse> {
    const isLost = this.wasRestarted && this.world.isAddressLost === true;
    if (this.broken?.kind === 'stop' || isLost) return Promise.reject(new Error('timeout'));
    return Promise.resolve(answer(200, '<h1>primary</h1>'));
  }

  private bucket(path: string, isBySiteName: boolean): HttpResponse {
    const { isBucketMissing, isBucketForbidden, isPrivate } = this.world;
    if (isBySiteName && isBucketMissing === true) return answer(404, '<Code>NoSuchBucket</Code>');
    if (isBucketForbidden === true || isPrivate === true) return answer(403, 'AccessDenied');
    return path === '/nothing' ? answer(404, 'no such page') : answer(200, '<h1>backup</h1>');
  }
}

async function outcomeOf(id: string, world: World): Promise<Outcome | undefined> {
  const { capabilities } = new Target(world);
  const way = checks
    .find((each) => each.id === id)
    ?.ways.find(({ needs }) => needs.every((each) => each in capabilities));
  return (await way?.judge(capabilities as Capabilities))?.outcome;
}

test.each<[id: string, holdsIn: World, failsIn: readonly World[]]>([
  ['primary-answers', {}, [{ isElsewhere: true }]],
  [
    'backup-answers-in-time',
    {},
    [
      { hasNoSpare: true },
      { isUnchecked: true },
      { isCachedForAnHour: true },
      { isBucketMissing: true },
      { isBucketForbidden: true },
    ],
  ],
  ['primary-comes-back', {}, [{ isUnchecked: true }, { isElsewhere: true }]],
  ['broken-page-counts-as-down', {}, [{ isCheckShallow: true }, { isUnchecked: true }]],
  ['backup-site-works', {}, [{ isBucketForbidden: true }]],
  ['bucket-carries-record-name', {}, [{ isBucketMissing: true }]],
  ['address-survives-restart', {}, [{ isAddressLost: true }]],
  ['failover-per-request', {}, [{ hasNoSpare: true }]],
  ['bucket-is-private', { isPrivate: true }, [{}]],
])('%s is seen to hold and to fail', async (id, holdsIn, failsIn) => {
  await expect(outcomeOf(id, holdsIn)).resolves.toBe('held');
  for (const world of failsIn) await expect(outcomeOf(id, world)).resolves.toBe('failed');
});
