/** What in a text or a structure must not leave this machine: where it is found, whatever is put in its place. Pure. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Json } from './json.ts';

export type Kind =
  'secret' | 'token' | 'key id' | 'request id' | 'e-mail' | 'host' | 'account' | 'IPv4' | 'IPv6';

/** What is put in the place of something found. */
export type Replace = (kind: Kind, found: string) => string;

/**
 * The same structure with everything sensitive replaced: by the name of its key (passwords, tokens, signatures, request
 * ids), else by its form. Keys of maps are texts like any other.
 */
export function replaced(json: Json, replace: Replace): Json {
  if (typeof json === 'string') return replacedText(json, replace);
  if (typeof json === 'number') return replacedNumber(json, replace);
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((each: Json) => replaced(each, replace));
  const entries = Object.entries(json as Readonly<Record<string, Json>>);
  return Object.fromEntries(
    entries.map(([key, value]) => [replacedText(key, replace), replacedValue(key, value, replace)]),
  );
}

function replacedNumber(value: number, replace: Replace): Json {
  if (!/^\d{12}$/.test(String(value))) return value;
  const put = replace('account', String(value));
  return /^\d+$/.test(put) ? Number(put) : put;
}

/** Names of keys, without anything but letters and digits, in lower case. */
const secretKeys =
  /(password|passwd|passphrase|secret|secretkey|secretaccesskey|secretstring|token|authorization|cookie|signature|privatekey|keymaterial|apikey|credential|sessionkey|plaintext)$/;
const requestKeys = /(requestid|amzid2|traceid|cfid|hostid)$/;

function replacedValue(key: string, value: Json, replace: Replace): Json {
  const kind = kindOfKey(key);
  if (kind === undefined || value === '') return replaced(value, replace);
  if (Array.isArray(value)) return value.map((each: Json) => replacedValue(key, each, replace));
  if (typeof value === 'number') return replace(kind, String(value));
  if (typeof value !== 'string') return replaced(value, replace);
  return replace(wholeJwt.test(value) ? 'token' : kind, value);
}

function kindOfKey(key: string): Kind | undefined {
  const name = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (secretKeys.test(name)) return 'secret';
  return requestKeys.test(name) ? 'request id' : undefined;
}

const jwt = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g;
const wholeJwt = /^eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?$/;

interface Form {
  /** Without one it stays as it is, and no form that follows looks into it. */
  readonly kind?: Kind;
  readonly pattern: RegExp;
  /** Of what the pattern found, only what this agrees to. */
  readonly is?: (found: string) => boolean;
  /** The part of it that is meant. */
  readonly within?: (found: string) => string | undefined;
}

/** An id of nobody's secret: a request's, which is one, has its own key. */
export const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

/** In this order: what is longer and surer comes first. A pattern's group `found` is the part that is replaced. */
const forms: readonly Form[] = [
  { kind: 'token', pattern: jwt },
  {
    kind: 'secret',
    pattern:
      /(?:password|passwd|passphrase|secret\w*|token|authorization|cookie|signature|credential|api-?key|private-?key)\\*["']?\s*[=:]\s*\\*["']?(?:Bearer\s+)?(?<found>[^\s"'\\&,;<>}]{4,})/gi,
  },
  {
    kind: 'request id',
    pattern:
      /(?:request-?id|amz-id-2|trace-id|cf-id|host-?id)\\*["']?\s*[=:]\s*\\*["']?(?<found>[\w+/=-]{8,})/gi,
  },
  { kind: 'request id', pattern: /<(?:RequestId|HostId)>(?<found>[^<]+)</g },
  { kind: 'request id', pattern: /request ?id:?\s*"?(?<found>[\w-]{8,})/gi },
  {
    kind: 'key id',
    pattern:
      /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA|AGPA|AIPA|ANPA|ANVA|APKA|ASCA)[A-Z0-9]{12,}(?![A-Za-z0-9])/g,
  },
  { kind: 'secret', pattern: /[\w+/-]{100,}={0,2}/g },
  {
    kind: 'secret',
    // A secret access key has forty characters of Base64; a hash has not all three kinds.
    pattern: /[A-Za-z0-9+/]{40,}/g,
    is: (found) => [/[a-z]/, /[A-Z]/, /\d/].every((each) => each.test(found)),
  },
  { kind: 'e-mail', pattern: /[^\s@"'<>(),:;\\[\]/=]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g },
  { kind: 'host', pattern: /\b[a-z0-9]{8,12}(?=\.execute-api\.)/g },
  { kind: 'host', pattern: /\b[a-z0-9]{20,40}(?=\.lambda-url\.)/g },
  { kind: 'host', pattern: /\bd[a-z0-9]{12,14}(?=\.cloudfront\.net)/g },
  { kind: 'host', pattern: /\b(?:[\w-]+-)?[0-9a-f]{8,16}(?=\.[a-z0-9-]+\.elb\.)/g },
  { kind: 'host', pattern: /\bvpce-[0-9a-f]+-[a-z0-9]+(?=[.-])/g },
  // Digits of an id are no account's.
  { pattern: uuid },
  { kind: 'account', pattern: /(?<!\d)(?:\d{12}|\d{4}-\d{4}-\d{4})(?!\d)/g },
  { kind: 'IPv4', pattern: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g, is: isPublicV4 },
  {
    kind: 'IPv4',
    pattern: /(?<=\bec2-)\d{1,3}(?:-\d{1,3}){3}(?=\.)/g,
    is: (found) => isPublicV4(found.replaceAll('-', '.')),
  },
  { kind: 'IPv6', pattern: /[0-9a-f:]*:[0-9a-f]*:[0-9a-f:]*/gi, within: publicV6In },
];

/** What has been put somewhere is out of reach of the forms that follow: a character of nobody's stands for it. */
function replacedText(text: string, replace: Replace): string {
  const put: string[] = [];
  const kept = forms.reduce(
    (left, form) =>
      left.replace(form.pattern, (...matched: unknown[]) => {
        const whole = String(matched[0]);
        const found = meantIn(whole, matched.at(-1), form);
        if (found === undefined) return whole;
        const at = whole.lastIndexOf(found);
        const place = put.push(form.kind === undefined ? found : replace(form.kind, found));
        const mark = String.fromCodePoint(firstMark + place - 1);
        return `${whole.slice(0, at)}${mark}${whole.slice(at + found.length)}`;
      }),
    text,
  );
  return kept.replace(
    /[\u{F0000}-\u{FFFFD}]/gu,
    (mark) => put[(mark.codePointAt(0) ?? 0) - firstMark] ?? mark,
  );
}

/** Of a plane of Unicode for private use. */
const firstMark = 0xf0000;

function meantIn(whole: string, groups: unknown, { is, within }: Form): string | undefined {
  const named = (groups as Readonly<Record<string, string>> | undefined)?.['found'];
  const found = within === undefined ? (named ?? whole) : within(whole);
  return found === undefined || is?.(found) === false ? undefined : found;
}

/** Networks of nobody in the internet. Those set aside for documentation are looked at by whoever replaces. */
const local = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  local.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  local.addSubnet(network, bits, 'ipv6');

function isPublicV4(found: string): boolean {
  return isIPv4(found) && !local.check(found, 'ipv4');
}

/** The longest address in a run of digits and colons, to which a text may have added some. */
function publicV6In(run: string): string | undefined {
  for (let length = Math.min(run.length, 39); length >= 3; length -= 1)
    for (let from = 0; from + length <= run.length; from += 1) {
      const one = run.slice(from, from + length);
      if (isIPv6(one) && !local.check(one, 'ipv6')) return one;
    }
  return undefined;
}
