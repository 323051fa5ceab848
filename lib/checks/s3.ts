/** Ready-made ways for what S3 does with a bucket as the template has it: its evaluators prove it. */
import { isDeepStrictEqual } from 'node:util';
import type { Capabilities, Place, Properties } from '../capabilities.ts';
import { NotBuilt } from '../errors.ts';
import { by, type Way } from '../lab.ts';
import { anybodyMay } from '../s3/anybody.ts';
import { corsAnswer, corsRulesOf, type CorsAnswer, type CorsRequest } from '../s3/cors.ts';
import { websiteAnswer, websiteOf, type PageAnswer } from '../s3/website.ts';
import { inTexts, isUnknown, parsePlaceholder } from '../template/placeholder.ts';
import { failed, held, unverified, type Evidence, type Verdict } from '../verdict.ts';

/** A bucket with its policy. */
export interface Bucket {
  readonly place: Place;
  readonly properties: Properties;
  readonly policy?: unknown;
}

/** Judges buckets of the template by place. @throws Unavailable where there is none */
export function proves(judge: (at: (place: Place) => Promise<Bucket>) => Promise<Verdict>): Way {
  return by(['facts'], ({ facts }) => judge((place) => bucketAt(facts, place)), {
    strength: 'proved',
  });
}

async function bucketAt(facts: Capabilities['facts'], place: Place): Promise<Bucket> {
  const properties = (await facts('AWS::S3::Bucket')).get(place);
  if (properties === undefined) throw new NotBuilt(place);
  const policies = [...(await facts('AWS::S3::BucketPolicy')).values()];
  const own = policies.find(({ Bucket }) => isNamed(place, String(Bucket)));
  return { place, properties, ...(own === undefined ? {} : { policy: own['PolicyDocument'] }) };
}

/** Is `${...}` the bucket at this place? The CDK makes a logical id of the path and eight digits. */
function isNamed(place: Place, placeholder: string): boolean {
  const { logicalId = '' } = parsePlaceholder(placeholder) ?? {};
  return logicalId.replace(/[0-9A-F]{8}$/, '') === place.replace(/[^A-Za-z0-9]/g, '');
}

interface Deed {
  readonly action: string;
  /** Of an object; absent where the bucket itself is meant. */
  readonly key?: string;
  readonly expect: 'allowed' | 'denied';
}

/** What somebody without credentials may do. */
export function judgeAnybody(bucket: Bucket, { action, key, expect }: Deed): Verdict {
  const { may, because } = decisionOn(bucket, action, key);
  const says = `${action} on ${key ?? bucket.place} by anybody: ${may}, ${because}`;
  if (may === 'depends') return unverified(says);
  const isAsTold = (may === 'allowed') === (expect === 'allowed');
  return (isAsTold ? held : failed)(says, policyOf(bucket));
}

function decisionOn({ properties, policy }: Bucket, action: string, key?: string) {
  const block = properties['PublicAccessBlockConfiguration'];
  return anybodyMay({ policy, block }, { action, resource: key === undefined ? '' : `/${key}` });
}

function policyOf({ place, policy }: Bucket): Evidence {
  return { kind: 'fact', resource: place, property: 'policy', value: policy };
}

interface Page {
  readonly path: string;
  /** What is in the bucket. */
  readonly keys: readonly string[];
  readonly told: PageAnswer;
}

/** What the website endpoint answers to a visitor. */
export function judgePage(bucket: Bucket, { path, keys, told }: Page): Verdict {
  const { place, properties } = bucket;
  const answer = websiteAnswer(
    websiteOf(properties),
    {
      has: (key) => keys.includes(key),
      mayRead: (key) => decisionOn(bucket, 's3:GetObject', key).may === 'allowed',
    },
    { path },
  );
  const says = `${place} answers ${path} with ${pageInWords(answer)}`;
  const value = properties['WebsiteConfiguration'];
  const evidence: Evidence = { kind: 'fact', resource: place, property: 'website', value };
  return isDeepStrictEqual(answer, told)
    ? held(says, evidence)
    : failed(`${says}, not ${pageInWords(told)}`, evidence);
}

function pageInWords({ status, key, location }: PageAnswer): string {
  if (location !== undefined) return `${status} to ${location}`;
  return key === undefined ? `${status} and no page of its own` : `${status} and ${key}`;
}

/** Website URLs that only the deployment knows, by bucket, and what stands for them. */
export type Origins = Readonly<Record<Place, string>>;

/**
 * The answer of the bucket's CORS rules, to be judged by `told`; unverified where an origin that is not known would
 * change what is told of it.
 */
export function judgeCors(
  { place, properties }: Bucket,
  request: CorsRequest & { readonly origin: string },
  { origins, told }: { readonly origins: Origins; readonly told: (answer: CorsAnswer) => Verdict },
): Verdict {
  const { origin } = request;
  const known = inTexts(properties, (text) => withOrigins(text, origins)) as Properties;
  const open = inTexts(known, (text) => (couldBe(text, origin) ? origin : text)) as Properties;
  const verdict = told(corsAnswer(corsRulesOf(known), request));
  const otherwise = told(corsAnswer(corsRulesOf(open), request));
  if (verdict.outcome !== otherwise.outcome) return unverified(unknownOrigin(known));
  const value = properties['CorsConfiguration'];
  const evidence: Evidence = { kind: 'fact', resource: place, property: 'cors', value };
  return { ...verdict, evidence };
}

function withOrigins(text: string, origins: Origins): string {
  return text.replace(/\$\{[^{}]*\}/g, (found) => {
    if (parsePlaceholder(found)?.attribute !== 'WebsiteURL') return found;
    const whose = Object.keys(origins).find((place) => isNamed(place, found));
    return whose === undefined ? found : (origins[whose] ?? found);
  });
}

/** May the text be this origin once it is known? */
function couldBe(text: string, origin: string): boolean {
  if (!isUnknown(text)) return false;
  const known = text.split(/\$\{[^{}]*\}|\{\{resolve:[^{}]*\}\}/);
  const literal = known.map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`).test(origin);
}

function unknownOrigin(bucket: Properties): string {
  const unknown = corsRulesOf(bucket)
    .flatMap((rule) => rule.origins)
    .find(isUnknown);
  return `depends on the origin ${unknown ?? 'of a rule'}`;
}
