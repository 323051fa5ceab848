/** Names of actions and condition keys, held against AWS's own lists. At once: an assertion waits for nothing. */
import type { ResourceType } from '../questions/may-names.ts';
import { KitError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { own } from '../template/values.ts';
import { awsNames, serviceNames, type Key, type ServiceNames } from './names-data.ts';

/** What the action is on. @throws BadAction, with the nearest that there is */
export function typesOfAction(action: string): readonly ResourceType[] {
  const [, service = '', name = ''] = /^([\w-]+):(\w+)$/.exec(action) ?? [];
  if (name === '')
    throw new KitError('BadAction', `'${action}' is no action`, {
      next: 'one action as service:Name, such as s3:GetObject',
    });
  const names = namesOf(service);
  if (names === undefined) {
    const { prefixes } = awsNames();
    throw unknown(`no service has the prefix '${service}'`, service, prefixes);
  }
  const found = own(names.actions, name.toLowerCase());
  if (found === undefined) {
    const all = Object.values(names.actions).map((each) => `${service}:${each.name}`);
    throw unknown(`${service} has no action '${name}'`, action, all);
  }
  return found.resourceTypes.flatMap((each) => {
    const arn = own(names.resourceTypes, each.toLowerCase());
    return arn === undefined ? [] : [{ name: each, arn }];
  });
}

function unknown(says: string, typed: string, known: readonly string[]): KitError {
  return new KitError('BadAction', says, { next: nearest(typed, known) ?? 'such as s3:GetObject' });
}

function namesOf(service: string): ServiceNames | undefined {
  const prefix = service.toLowerCase();
  return awsNames().prefixes.includes(prefix) ? serviceNames(prefix) : undefined;
}

/** `String`, `ArrayOfString`, `Bool` ...; nothing for a key that AWS does not list. */
export function typeOfKey(key: string): string | undefined {
  const id = key.toLowerCase();
  return (id.startsWith('aws:') ? globalKey(id) : keyOfService(id))?.type;
}

/** A near key that AWS lists, as a question; nothing where none is near. */
export function nearestKey(key: string): string | undefined {
  const { globalKeys } = awsNames();
  const listed = servicesOf(key.toLowerCase()).flatMap((each) => Object.values(each.keys));
  return nearest(
    key,
    [...globalKeys, ...listed].map((each) => each.key),
  );
}

/** `aws:PrincipalTag/team` is listed as `aws:PrincipalTag/tag-key`. */
function globalKey(id: string): Key | undefined {
  const { globalKeys } = awsNames();
  const [, prefix] = /^([^/]+\/)./.exec(id) ?? [];
  return (
    globalKeys.find(({ key }) => key.toLowerCase() === id) ??
    globalKeys.find(({ key }) => prefix !== undefined && key.toLowerCase().startsWith(prefix))
  );
}

function keyOfService(id: string): Key | undefined {
  const services = servicesOf(id);
  const [exact] = services.flatMap(({ keys }) => own(keys, id) ?? []);
  if (exact !== undefined) return exact;
  const patterns = Object.entries(own(awsNames().patterns, prefixOf(id)) ?? {});
  const [, listed] = patterns.find(([each]) => new RegExp(`^${each}$`, 'i').test(id)) ?? [];
  if (listed === undefined) return undefined;
  return services.map(({ keys }) => own(keys, listed.toLowerCase())).find((each) => each);
}

function servicesOf(id: string): readonly ServiceNames[] {
  const prefix = prefixOf(id);
  const { elsewhere, prefixes } = awsNames();
  const services = prefixes.includes(prefix) ? [prefix] : (own(elsewhere, prefix) ?? []);
  return services.flatMap((each) => namesOf(each) ?? []);
}

function prefixOf(id: string): string {
  return id.split(':')[0] ?? '';
}
