/** The ways to ask a bucket without credentials: its website endpoint, its REST endpoint, and what its policy says of both. */
import {
  refusalOf,
  type Capabilities,
  type HttpRequest,
  type HttpResponse,
  type Place,
  type Properties,
} from '../../../lib/capabilities.ts';
import { judgeAnybody } from '../../../lib/checks/s3.ts';
import { exchange } from '../../../lib/checks/http.ts';
import { by, type Way } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';

export type Http = Capabilities['http'];
type Sdk = Capabilities['sdk'];

/** Somebody without credentials, before the endpoint of the assets. */
export interface Visitor {
  readonly http: Http;
  readonly to: Place;
  /** The origin of the page: what a browser sends in `Origin` and compares the answer with. */
  readonly siteOrigin: string;
}
type Judge = (visitor: Visitor) => Promise<Verdict>;

/** At the website endpoint of the assets; where there is none, at the REST endpoint, which obeys the same policy and rules. */
export function atEither(judge: Judge, given: readonly string[]): readonly Way[] {
  const before =
    (to: Place) =>
    async ({ http, sdk }: Pick<Capabilities, 'http' | 'sdk'>): Promise<Verdict> =>
      judge({ http, to, siteOrigin: await siteOriginOf(sdk) });
  return [
    by(['http', 'sdk'], before('AssetUrl'), ['s3-website', ...given]),
    by(['http', 'sdk'], before('AssetBucket'), given),
  ];
}

/** `http://bucket.s3-website-us-east-1.amazonaws.com`: what the output SiteUrl says. */
export async function siteOriginOf(sdk: Sdk): Promise<string> {
  const { Stacks } = await sdk('cloudformation', 'DescribeStacks', { StackName: 'WebsiteCors' });
  const [stack] = Stacks as readonly { readonly Outputs?: readonly Properties[] }[];
  const url = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'SiteUrl');
  return new URL(String(url?.['OutputValue'])).origin;
}

/**
 * At the website endpoints. Where policies decide nothing, everything is served to everybody: there the policies that
 * were set are read beside, and have to let everybody in.
 */
export function atWebsites(
  judge: (at: Pick<Capabilities, 'http' | 'sdk'>) => Promise<Verdict>,
  given: readonly string[] = [],
): readonly Way[] {
  return [
    by(['http', 'sdk'], judge, ['s3-website', 's3-policy', ...given]),
    by(
      ['http', 'sdk'],
      async ({ http, sdk }) =>
        every([
          await judge({ http, sdk }),
          await judgeSetPolicy(sdk, 'SiteBucket', 'index.html'),
          await judgeSetPolicy(sdk, 'AssetBucket', 'extra.html'),
        ]),
      ['s3-website', ...given],
    ),
  ];
}

async function judgeSetPolicy(sdk: Sdk, place: Place, key: string): Promise<Verdict> {
  const Bucket = `\${${place}}`;
  const [set, blocked] = [
    await answered(sdk('s3', 'GetBucketPolicy', { Bucket })),
    await answered(sdk('s3', 'GetPublicAccessBlock', { Bucket })),
  ];
  const block = blocked['PublicAccessBlockConfiguration'] ?? {};
  const verdict = judgeAnybody(
    {
      place,
      properties: { PublicAccessBlockConfiguration: block },
      policy: JSON.parse((set['Policy'] as string | undefined) ?? '{}') as unknown,
    },
    { action: 's3:GetObject', key, expect: 'allowed' },
  );
  if (verdict.outcome === 'held') return verdict;
  return { ...verdict, reason: `served here, and 403 on AWS: ${verdict.reason}` };
}

/** Nothing where S3 says that there is none. */
async function answered(call: Promise<Properties>): Promise<Properties> {
  const refusal = await refusalOf(call);
  return refusal === undefined ? call : {};
}

/** Is the answer as told? `says` puts it in words. */
export async function judgeAnswer(
  http: Http,
  request: HttpRequest,
  told: {
    readonly status: number;
    readonly says?: string;
    readonly is?: (answer: HttpResponse) => boolean;
  },
): Promise<Verdict> {
  const answer = await http(request);
  const { is = () => true, says = '' } = told;
  const isAsTold = answer.status === told.status && is(answer);
  const wanted = `${told.status}${says === '' ? '' : ` ${says}`}`;
  const asked = `${request.method ?? 'GET'} ${request.path} of ${request.to}`;
  const evidence = exchange(request, answer);
  if (isAsTold) return held(`${asked}: ${wanted}`, evidence);
  const otherwise = answer.status === told.status ? ' and something else' : '';
  return failed(`${asked}: ${answer.status}${otherwise}, not ${wanted}`, evidence);
}
