/** `lab.config.json`: where a person allows the kit to make things on AWS. Theirs alone, and never committed. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, relative } from 'node:path';
import { KitError, messageOf } from '../../../errors.ts';
import { nearest } from '../../../nearest.ts';
import { root } from '../../../root.ts';

/** An account and the regions of it in which labs may be made. */
export interface Allowed {
  /** Twelve digits. */
  readonly account: string;
  readonly regions: readonly string[];
}

export interface LabConfig {
  /** As a person would type it. */
  readonly file: string;
  /** Empty where there is no file: nothing is allowed. */
  readonly allow: readonly Allowed[];
  /** Whose the labs are: the tag `lab:owner`. @default the person's name on this machine */
  readonly owner: string;
  /** After so many hours a lab may be swept away. @default 8 */
  readonly expiresAfterHours: number;
}

const defaultHours = 8;
/** A week: what is to stay longer is no lab. */
const mostHours = 168;
const keys = ['allow', 'owner', 'expiresAfterHours'];
/** What AWS takes as the value of a tag: https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
const tagValue = /^[\p{L}\p{N} _.:/=+@-]{1,256}$/u;

/** What to type where nothing is allowed yet. */
export const configExample =
  '{ "allow": [{ "account": "111122223333", "regions": ["eu-central-1"] }] }';

/** @throws BadConfig with the value and the file */
export function readConfig(): LabConfig {
  const named = process.env['LAB_CONFIG'] ?? '';
  const path = named === '' ? join(root, 'lab.config.json') : named;
  const file = path.startsWith(root) ? relative(root, path) : path;
  const refuse = refuserOf(file);
  const given = existsSync(path) ? parsed(textOf(path, refuse), refuse) : {};
  for (const key of Object.keys(given))
    if (!keys.includes(key))
      refuse(`has no setting '${key}'`, nearest(key, keys) ?? `there are: ${keys.join(', ')}`);
  return {
    file,
    allow: allowIn(given['allow'], refuse),
    owner: ownerIn(given['owner'], refuse),
    expiresAfterHours: hoursIn(given['expiresAfterHours'], refuse),
  };
}

type Refuse = (says: string, next?: string) => never;
type Given = Readonly<Record<string, unknown>>;

function refuserOf(file: string): Refuse {
  return (says, next = `for example: ${configExample}`) => {
    throw new KitError('BadConfig', `${file} ${says}`, { next });
  };
}

/** Without the mark of its byte order, which some editors write. */
function textOf(path: string, refuse: Refuse): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const why = statSync(path).isDirectory() ? 'it is a folder' : messageOf(error);
    return refuse(`cannot be read: ${why}`, 'make it a file that you may read');
  }
}

function parsed(text: string, refuse: Refuse): Given {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(`is no JSON: ${messageOf(error)}`);
  }
  return isObject(value) ? value : refuse(`holds ${shown(value)}, not an object`);
}

function allowIn(value: unknown, refuse: Refuse): readonly Allowed[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return refuse(`says allow is ${shown(value)}, not a list`);
  return value.map((each: unknown) => allowedIn(each, refuse));
}

function allowedIn(value: unknown, refuse: Refuse): Allowed {
  if (!isObject(value)) return refuse(`allows ${shown(value)}, not an account with its regions`);
  const { account, regions, ...others } = value;
  const [other] = Object.keys(others);
  if (other !== undefined)
    refuse(`says '${other}' of account ${shown(account)}; there are: account, regions`);
  if (typeof account !== 'string' || !/^\d{12}$/.test(account))
    return refuse(`names account ${shown(account)}, not twelve digits in quotes`);
  if (!Array.isArray(regions))
    return refuse(`says regions of account ${account} is ${shown(regions)}, not a list`);
  return { account, regions: regions.map((each: unknown) => regionIn(each, account, refuse)) };
}

/** A pattern would allow what nobody thought of. */
function regionIn(value: unknown, account: string, refuse: Refuse): string {
  if (typeof value !== 'string' || !/^[a-z]{2}(-[a-z]+)+-\d+$/.test(value))
    return refuse(`names region ${shown(value)} of account ${account}, not one such as us-east-1`);
  return value;
}

function ownerIn(value: unknown, refuse: Refuse): string {
  if (value === undefined) return userInfo().username;
  if (typeof value !== 'string' || !tagValue.test(value))
    return refuse(
      `says owner is ${shown(value)}, not a name of 1 to 256 letters, digits or . @ _ -`,
    );
  return value;
}

function hoursIn(value: unknown, refuse: Refuse): number {
  if (value === undefined) return defaultHours;
  if (typeof value !== 'number' || !(value > 0 && value <= mostHours))
    return refuse(`says expiresAfterHours is ${shown(value)}, not a number up to ${mostHours}`);
  return value;
}

function isObject(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
