/** The server while it is there, and when it is there again: checks 1, 3 and 8. */
import type { Capabilities } from '../../../lib/capabilities.ts';
import { judgeReaches } from '../../../lib/checks/network.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { checkersToWeb } from './network.ts';
import { judgeBound, judgeCheck, judgeRecord } from './records.ts';
import { isOtherAnswered, isShown, isWebAnswered, stopWeb } from './visitors.ts';

const visitorsToWeb = { from: 'internet', to: 'Web', on: 'tcp/80' } as const;

export const primaryAnswers: Check<Stage> = {
  id: 'primary-answers',
  says: 'While Web runs, the name resolves to WebEip only and GET / returns 200 with "primary"',
  told: { 'edge-failover': 'absent' },
  ways: [
    by(['resolve', 'http'], async ({ resolve, http }) => {
      if (!(await isWebAnswered(resolve))) return failed('the name does not lead to WebEip alone');
      return (await isShown(http, 'primary'))
        ? held('the name leads to WebEip, and the page says "primary"')
        : failed('the page does not say "primary"');
    }),
    by(['resolve', 'reach'], async ({ resolve, reach }) =>
      every([await judgeAnswered(resolve), await judgeReaches(reach, visitorsToWeb)]),
    ),
    by(['fact', 'reach'], async ({ fact, reach }) =>
      every([await judgeRecord(fact), await judgeReaches(reach, visitorsToWeb)]),
    ),
  ],
};

export const primaryComesBack: Check<Stage> = {
  id: 'primary-comes-back',
  says: 'After httpd starts again, the authoritative answer is WebEip within 16 s (production: 96 s), with no change of record or check',
  told: { single: 'absent', 'dns-failover': 'holds', 'edge-failover': 'absent' },
  ways: [
    by(['during', 'eventually', 'resolve'], async ({ during, eventually, resolve }) => {
      const left = await during(stopWeb, () =>
        eventually('the zone answers another address', 16, () => isOtherAnswered(resolve)),
      );
      if (!left) return failed('the server never left the answer');
      const back = await eventually('the zone answers WebEip', 16, () => isWebAnswered(resolve));
      return back ? held('the answer is WebEip again') : failed('after 16 s it is not WebEip');
    }),
    by(['during', 'resolve', 'fact', 'reach'], async ({ during, resolve, fact, reach }) => {
      await during(stopWeb, () => isOtherAnswered(resolve));
      return every([await judgeAnswered(resolve), await judgeReturn({ fact, reach })]);
    }),
    by(['fact', 'reach'], judgeReturn),
  ],
};

export const addressSurvivesRestart: Check<Stage> = {
  id: 'address-survives-restart',
  says: 'The record, the check and the origin name an Elastic IP, so a stop and start of Web changes none of them',
  ways: [
    by(['during', 'eventually', 'http'], async ({ during, eventually, http }) => {
      const isBack = await during({ kind: 'restart', of: 'Web' }, () =>
        // The boot, the check and the caches.
        eventually('the page says "primary"', 180, () => isShown(http, 'primary')),
      );
      return isBack
        ? held('after a restart the page says "primary"')
        : failed('180 s after a restart nobody gets the page of the server');
    }),
    by(['fact', 'facts'], async ({ fact, facts }) => {
      const origins = await originsAtWeb(facts);
      const attached = await judgeAttached(facts);
      if (origins !== undefined) return every([attached, judgeOrigin(origins)]);
      const checks = await facts('AWS::Route53::HealthCheck');
      const check = checks.size === 0 ? [] : [await judgeCheck(fact)];
      return every([await judgeRecord(fact), ...check, attached]);
    }),
  ],
};

async function judgeAnswered(resolve: Capabilities['resolve']): Promise<Verdict> {
  return (await isWebAnswered(resolve))
    ? held('the name answers WebEip')
    : failed('the name does not answer WebEip alone');
}

/** What has to be as it was for the primary to be answered again: record, check, its clock, and the way in for checkers. */
async function judgeReturn({
  fact,
  reach,
}: Pick<Capabilities, 'fact' | 'reach'>): Promise<Verdict> {
  return every([
    await judgeBound(fact, 'authoritySeconds'),
    await judgeRecord(fact),
    await judgeCheck(fact),
    await judgeReaches(reach, checkersToWeb),
  ]);
}

async function judgeAttached(facts: Capabilities['facts']): Promise<Verdict> {
  const pairs = [...(await facts('AWS::EC2::EIPAssociation')).values()];
  return pairs.some(({ InstanceId }) => InstanceId === '${Web}')
    ? held('an Elastic IP is attached to Web')
    : failed('no Elastic IP is attached to Web');
}

/** The names of the custom origins of a distribution, where there is one. */
async function originsAtWeb(facts: Capabilities['facts']): Promise<readonly string[] | undefined> {
  const [edge] = (await facts('AWS::CloudFront::Distribution')).values();
  if (edge === undefined) return undefined;
  const { Origins } = edge.DistributionConfig as { readonly Origins: readonly Origin[] };
  return Origins.filter((each) => each.CustomOriginConfig !== undefined).map(
    (each) => each.DomainName,
  );
}

interface Origin {
  readonly DomainName: string;
  readonly CustomOriginConfig?: unknown;
}

function judgeOrigin(origins: readonly string[]): Verdict {
  const isWeb = origins.some((each) => /\bWebEip\b/.test(each));
  return isWeb
    ? held('the origin is named after WebEip')
    : failed(`the origin is ${origins.join(', ')}, not named after WebEip`);
}
