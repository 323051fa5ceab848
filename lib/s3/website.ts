/**
 * What the website endpoint of a bucket answers (W1-W5), and where it is (W6). Pure.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/IndexDocumentSupport.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html
 */

export interface Website {
  /** What a folder is answered with, such as `index.html`. */
  readonly index: string;
  /** The key of the page for errors. */
  readonly error?: string;
}

/** The objects of the bucket, as somebody without credentials meets them. */
export interface Contents {
  has(key: string): boolean;
  /** Do policy and public access block let anybody get this key, there or not? */
  mayRead(key: string): boolean;
}

export interface PageRequest {
  /** Begins with a slash. */
  readonly path: string;
  /** @default GET */
  readonly method?: string;
}

export interface PageAnswer {
  readonly status: 200 | 302 | 403 | 404 | 405;
  /** The object that is served, an error page among them; absent where S3 writes an error page of its own. */
  readonly key?: string;
  /** Of a redirection. */
  readonly location?: string;
}

/** Nothing where the bucket is no website, or one that sends every request elsewhere. */
export function websiteOf(bucket: Readonly<Record<string, unknown>>): Website | undefined {
  const { IndexDocument, ErrorDocument } = (bucket['WebsiteConfiguration'] ?? {}) as Readonly<
    Record<string, string | undefined>
  >;
  if (IndexDocument === undefined) return undefined;
  return {
    index: IndexDocument,
    ...(ErrorDocument === undefined ? {} : { error: ErrorDocument }),
  };
}

/** A bucket without a website configuration answers 404 for whatever is asked. */
export function websiteAnswer(
  site: Website | undefined,
  contents: Contents,
  { path, method = 'GET' }: PageRequest,
): PageAnswer {
  // W5.
  if (!['GET', 'HEAD'].includes(method)) return { status: 405 };
  return site === undefined ? { status: 404 } : keyAnswer(site, contents, keyOf(path));
}

function keyAnswer(site: Website, contents: Contents, asked: string): PageAnswer {
  const isFolder = asked === '' || asked.endsWith('/');
  // W1.
  const key = isFolder ? `${asked}${site.index}` : asked;
  // W4: of a key that is not there nobody learns more than that either.
  if (!contents.mayRead(key)) return errorAnswer(403, site, contents);
  if (contents.has(key)) return { status: 200, key };
  // W2: a folder without its slash is told by the index document in it.
  if (!isFolder && contents.has(`${key}/${site.index}`))
    return { status: 302, location: `/${key}/` };
  // W3: the REST endpoint says 403 to whoever may not list the bucket.
  return errorAnswer(404, site, contents);
}

/** The error document stands for every 4xx, where anybody may read it. */
function errorAnswer(status: 403 | 404, { error }: Website, contents: Contents): PageAnswer {
  const isServed = error !== undefined && contents.has(error) && contents.mayRead(error);
  return isServed ? { status, key: error } : { status };
}

function keyOf(path: string): string {
  const [bare = ''] = path.replace(/^\//, '').split('?');
  return decodeURIComponent(bare);
}

/** Regions whose website endpoints are older than the dot. */
const withDash = new Set([
  'us-east-1',
  'us-west-1',
  'us-west-2',
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-west-1',
  'sa-east-1',
  'us-gov-west-1',
]);

/**
 * W6: `bucket.s3-website-us-east-1.amazonaws.com`, `bucket.s3-website.eu-central-1.amazonaws.com`.
 * @see https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints
 */
export function websiteHost(bucket: string, region: string): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${bucket}.s3-website${withDash.has(region) ? '-' : '.'}${region}.${suffix}`;
}
