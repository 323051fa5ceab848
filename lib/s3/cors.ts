/**
 * How S3 answers a request from another origin (C1-C4), and what a browser makes of the answer (C5). Pure.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
 */

export interface CorsRule {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** What a preflight may ask for. */
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly maxAgeSeconds?: number;
}

export interface CorsRequest {
  /** `http://www.example.com`. Without one S3 does not take the request for a cross-origin one. */
  readonly origin?: string;
  /** Of a preflight: the method that it asks for. */
  readonly method: string;
  /** Header names that a preflight asks for; absent where the request is none. */
  readonly asks?: readonly string[];
}

export interface CorsAnswer {
  /** Absent where the request is answered as if it came from nowhere else: CORS refuses preflights alone (C3). */
  readonly status?: 200 | 400 | 403;
  /** Names in lower case. Empty where no rule matches. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The answer as far as CORS has a say in it: whether the object may be read is for policies to decide (C4). */
export function corsAnswer(rules: readonly CorsRule[], request: CorsRequest): CorsAnswer {
  const { origin, asks } = request;
  if (origin === undefined) return { ...(asks === undefined ? {} : { status: 400 }), headers: {} };
  const rule = matchingRule(rules, { ...request, origin });
  if (rule === undefined) return { ...(asks === undefined ? {} : { status: 403 }), headers: {} };
  return {
    ...(asks === undefined ? {} : { status: 200 }),
    headers: headersOf(rule, { origin, asks: asks ?? [] }),
  };
}

/** C1: the first rule that allows origin, method and every header that is asked for. */
function matchingRule(
  rules: readonly CorsRule[],
  { origin, method, asks = [] }: CorsRequest & { readonly origin: string },
): CorsRule | undefined {
  return rules.find(
    (rule) =>
      rule.origins.some((each) => isLike(each, origin)) &&
      rule.methods.includes(method) &&
      asks.every((name) =>
        rule.headers.some((each) => isLike(each.toLowerCase(), name.toLowerCase())),
      ),
  );
}

/** C2. */
function headersOf(
  { origins, methods, exposed, maxAgeSeconds }: CorsRule,
  { origin, asks }: { readonly origin: string; readonly asks: readonly string[] },
): CorsAnswer['headers'] {
  const lists = {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': asks.map((each) => each.toLowerCase()),
    'access-control-expose-headers': exposed,
    'access-control-max-age': maxAgeSeconds === undefined ? [] : [String(maxAgeSeconds)],
    vary: ['Origin', 'Access-Control-Request-Headers', 'Access-Control-Request-Method'],
  };
  const said = Object.entries(lists).filter(([, list]) => list.length > 0);
  return {
    'access-control-allow-origin': origins.includes('*') ? '*' : origin,
    ...Object.fromEntries(said.map(([name, list]) => [name, list.join(', ')])),
  };
}

/** The first `*` stands for any text. A second one is a text of its own: S3 takes no rule that has one. */
function isLike(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const isLongEnough = text.length >= before.length + after.length;
  return isLongEnough && text.startsWith(before) && text.endsWith(after);
}

/** The rules of an `AWS::S3::Bucket`, as the template writes them. */
export function corsRulesOf(bucket: Readonly<Record<string, unknown>>): readonly CorsRule[] {
  const { CorsRules = [] } = (bucket['CorsConfiguration'] ?? {}) as {
    readonly CorsRules?: readonly Readonly<Record<string, unknown>>[];
  };
  return CorsRules.map((rule) => ({
    origins: textsOf(rule['AllowedOrigins']),
    methods: textsOf(rule['AllowedMethods']),
    headers: textsOf(rule['AllowedHeaders']),
    exposed: textsOf(rule['ExposedHeaders']),
    ...(rule['MaxAge'] === undefined ? {} : { maxAgeSeconds: Number(rule['MaxAge']) }),
  }));
}

function textsOf(value: unknown): readonly string[] {
  return [value ?? []].flat().map(String);
}
