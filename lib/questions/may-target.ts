/** RESOURCE and PRINCIPAL as typed: what is wrong with one, and what there is instead. */
import { KitError } from '../errors.ts';
import { forms } from '../iam/gather/arns.ts';
import type { Permissions } from '../iam/permissions.ts';
import { partsOf } from '../iam/text/arn.ts';
import { nearest } from '../nearest.ts';
import { placeOf, resourcesAt } from '../template/places.ts';
import type { Resource } from '../template/template.ts';
import { own } from '../template/values.ts';
import type { ResourceType } from './may-names.ts';

export interface Target {
  readonly action: string;
  /** As typed. */
  readonly on: string;
  /** What the action is on. */
  readonly types: readonly ResourceType[];
}

/**
 * Looks at the resource alone, whoever asks.
 * @throws UnknownPlace, AmbiguousPlace; NotModelled where its ARN is not known; BadResource where the action is never on it
 */
export function refuseResource(
  permissions: Permissions,
  resources: readonly Resource[],
  target: Target,
): void {
  const { action, on } = target;
  try {
    refuseForeign(permissions.may({ who: 'anonymous', action, on }).resource, target);
  } catch (error) {
    if (!isUnknownPlace(error)) throw error;
    throw unknownResource(target, resources);
  }
}

/** The same, a principal of no such name told without the types that one may have. */
export function namedPrincipal<Answer>(who: string, ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    if (!isUnknownPlace(error)) throw error;
    throw new KitError('UnknownPlace', `no principal is called '${who}'`, {
      next: inLowerCase(who) ?? error.next,
    });
  }
}

/** A service, or nobody, written otherwise than here. */
function inLowerCase(who: string): string | undefined {
  const [service] = /^[a-z0-9.-]+\.amazonaws\.com/.exec(who.toLowerCase()) ?? [];
  return service === undefined
    ? nearest(who.toLowerCase(), ['anonymous'])
    : `did you mean '${service}'?`;
}

function isUnknownPlace(error: unknown): error is KitError {
  return error instanceof KitError && error.code === 'UnknownPlace';
}

/** An ARN of something that the action never is on; a service that is not known may be any. */
function refuseForeign(resource: string, { action, types }: Target): void {
  if (resource === '*') return;
  const parts = partsOf(resource);
  if (parts.length < 6)
    throw new KitError('BadResource', `'${resource}' is no ARN: it has fewer than six parts`, {
      next: 'such as arn:aws:s3:::bucket/key',
    });
  const services = servicesOf(action, types);
  const service = parts[2] ?? '';
  if (services === undefined || /[{*?]/.test(service)) return;
  const other = services.includes(service)
    ? otherThan(types, resource)
    : `not on anything of ${service}`;
  if (other === undefined) return;
  const names = types.map(({ name }) => name).join(' or ');
  throw new KitError('BadResource', `${action} is on ${names}, ${other}`, {
    next: `such as ${exampleOf(types)}`,
  });
}

/** An object is not its bucket. Nothing where it is one of these, or nothing is listed of its service. */
function otherThan(types: readonly ResourceType[], resource: string): string | undefined {
  const listed = types.filter(({ arn }) => partsOf(arn)[2] === partsOf(resource)[2]);
  const isListed = listed.length === 0 || listed.some((each) => isOne(resource, each));
  return isListed ? undefined : `not on ${resource}`;
}

/** May this be the ARN of one? A bucket's name has no slash; of other types what comes last may have any. */
function isOne(resource: string, { name, arn }: ResourceType): boolean {
  if (/[*?]/.test(resource)) return true;
  const last = name === 'bucket' ? '[^/]*' : '.*';
  const pattern = arn
    .split(/(\$\{\w+\})/)
    .map((part) => (part.startsWith('${') ? '[^/]*' : part.replace(/[.?*+^$()|[\]\\]/g, '\\$&')))
    .join('')
    .replace(/\[\^\/\]\*$/, last);
  return new RegExp(`^${pattern}$`, 'i').test(resource.replace(/\$\{[^{}]*\}/g, 'x'));
}

/** The shortest says most. */
function exampleOf(types: readonly ResourceType[]): string {
  const [arn = ''] = types.map((each) => each.arn).sort((one, other) => one.length - other.length);
  return arn.replace('${Partition}', 'aws').replace(/\$\{(\w+)\}/g, '$1');
}

/** Nothing where it may be any. The list names an OpenSearch domain by another service than its ARNs do: its own counts. */
function servicesOf(action: string, types: readonly ResourceType[]): readonly string[] | undefined {
  const listed = types.map(({ arn }) => partsOf(arn)[2] ?? '');
  if (types.length === 0 || listed.some((each) => /[{*]/.test(each))) return undefined;
  return [...listed, action.split(':')[0]?.toLowerCase() ?? ''];
}

function unknownResource({ action, on, types }: Target, resources: readonly Resource[]): KitError {
  const parts = on.split('/');
  const places = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  const [there] = places.flatMap((each) => resourcesAt(resources, each));
  if (there !== undefined)
    return new KitError(
      'NotModelled',
      `${placeOf(there)} is of type ${there.type}, whose ARN is not known here`,
      { next: 'write the ARN that it has' },
    );
  const services = servicesOf(action, types);
  const names = resources
    .filter(({ type }) => hasArnOf(type, services))
    .map((each) => placeOf(each));
  const short = names.map((each) => each.split('/').at(-1) ?? each);
  const [near] = places.flatMap((each) => nearest(each, [...names, ...short]) ?? []);
  const none = types.length === 0 ? `${action} is on no resource: ask about '*'` : undefined;
  return new KitError('UnknownPlace', `no resource with an ARN is called '${on}'`, {
    next: near ?? none ?? listed(names),
  });
}

function hasArnOf(type: string, services: readonly string[] | undefined): boolean {
  const form = own(forms, type);
  if (form === undefined) return false;
  const named = [form.arn.split(':')[0] ?? '', ...Object.keys(form.elsewhere ?? {})];
  return services === undefined || named.some((each) => services.includes(each));
}

const shownAtMost = 12;

function listed(names: readonly string[]): string {
  const more = names.length - shownAtMost;
  const some = names.slice(0, shownAtMost).join(', ');
  if (names.length === 0) return 'the template has none that this action is on: write an ARN';
  return `there are: ${some}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Is what was asked about, or what holds it, a resource of the template? */
export function isInTemplate(
  permissions: Permissions,
  resources: readonly Resource[],
  { action, on }: Omit<Target, 'types'>,
): boolean {
  if (!on.startsWith('arn:')) return on !== '*';
  const service = partsOf(on)[2] ?? '';
  return resources
    .filter(({ type }) => hasArnOf(type, [service]))
    .some(({ path }) => {
      const own = arnAt(permissions, action, path);
      return own !== undefined && (on === own || on.startsWith(`${own}/`));
    });
}

/** Nothing where the path means several. */
function arnAt(permissions: Permissions, action: string, path: string): string | undefined {
  try {
    return permissions.may({ who: 'anonymous', action, on: path }).resource;
  } catch (error) {
    if (error instanceof KitError) return undefined;
    throw error;
  }
}
