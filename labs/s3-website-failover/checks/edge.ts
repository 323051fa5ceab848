/** The edge decides at each request: check 10. */
import type { Capabilities, Properties } from '../../../lib/capabilities.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { isShown, stopWeb } from './visitors.ts';

const boundSeconds = 4;

export const failoverPerRequest: Check<Stage> = {
  id: 'failover-per-request',
  says: 'With Web down the first GET through the edge returns 200 "backup" within 4 s, without any DNS change',
  told: { single: { fails: 'within 4 s' }, 'edge-failover': 'holds' },
  ways: [
    by(['during', 'eventually', 'http'], ({ during, eventually, http }) =>
      during(stopWeb, async () =>
        (await eventually('visitors see the backup', boundSeconds, () => isShown(http, 'backup')))
          ? held('with the server down visitors see the backup at once')
          : failed(`visitors do not see the backup within ${boundSeconds} s`),
      ),
    ),
    by(['facts'], async ({ facts }) => {
      const [edge] = (await facts('AWS::CloudFront::Distribution')).values();
      if (edge === undefined)
        return failed(`no edge: nobody is given the backup within ${boundSeconds} s`);
      return judgeEdge(edge.DistributionConfig as Edge, facts);
    }),
  ],
};

interface Edge {
  readonly Origins: readonly Origin[];
  readonly OriginGroups?: { readonly Items: readonly Group[] };
  readonly DefaultCacheBehavior: {
    readonly TargetOriginId: string;
    readonly CachePolicyId?: string;
  };
}
interface Origin extends Properties {
  readonly Id: string;
  readonly CustomOriginConfig?: unknown;
  readonly ConnectionAttempts?: number;
  readonly ConnectionTimeout?: number;
  readonly OriginAccessControlId?: unknown;
}
interface Group {
  readonly Id: string;
  readonly Members: { readonly Items: readonly { readonly OriginId: string }[] };
  readonly FailoverCriteria: { readonly StatusCodes: { readonly Items: readonly number[] } };
}

/** Codes that a dying server or the edge itself answers with; a refused or late connection is 502 or 504. */
const codes = [500, 502, 503, 504];

/**
 * The managed policy CachingDisabled.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

async function judgeEdge(edge: Edge, facts: Capabilities['facts']): Promise<Verdict> {
  const { TargetOriginId, CachePolicyId } = edge.DefaultCacheBehavior;
  const group = edge.OriginGroups?.Items.find(({ Id }) => Id === TargetOriginId);
  if (group === undefined)
    return failed('the behaviour has one origin and nothing to fall back on');
  const [first, second] = group.Members.Items.map(({ OriginId }) =>
    edge.Origins.find(({ Id }) => Id === OriginId),
  );
  return every([
    judgeWait(first),
    judgeCodes(group),
    judgeSecond(second, (await facts('AWS::CloudFront::OriginAccessControl')).size),
    CachePolicyId === cachingDisabled
      ? held('nothing is cached: every request asks the server first')
      : failed('a cached page hides that the server is down'),
  ]);
}

/** CloudFront's defaults are 3 attempts of 10 s. */
function judgeWait({
  ConnectionAttempts = 3,
  ConnectionTimeout = 10,
}: Partial<Origin> = {}): Verdict {
  const seconds = ConnectionAttempts * ConnectionTimeout;
  const says = `a dead server costs ${ConnectionAttempts} x ${ConnectionTimeout} s = ${seconds} s`;
  return seconds <= boundSeconds
    ? held(says)
    : failed(`${says}: no backup within ${boundSeconds} s`);
}

function judgeCodes({ FailoverCriteria }: Group): Verdict {
  const missing = codes.filter((each) => !FailoverCriteria.StatusCodes.Items.includes(each));
  return missing.length === 0
    ? held(`falls back on ${codes.join(', ')}`)
    : failed(`visitors are shown ${missing.join(', ')} instead of the backup`);
}

function judgeSecond(second: Origin | undefined, accessControls: number): Verdict {
  const isBucket = second?.OriginAccessControlId !== undefined && accessControls > 0;
  return isBucket
    ? held('the second origin is a bucket that CloudFront signs for')
    : failed('the second origin is no bucket with origin access control');
}
