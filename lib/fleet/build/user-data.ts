/** User data as the script that an instance runs. */
import { isUnknown, placeholdersIn } from '../../template/placeholder.ts';
import type { Declared } from '../../network/build/source.ts';
import { textOf } from '../../network/build/source.ts';
import type { Unknown, UserData } from '../fleet.ts';
import type { Given } from './given.ts';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
export function userDataOf(
  value: unknown,
  from: Declared,
  given: Given,
): UserData | Unknown | undefined {
  const text = textOf(value);
  if (text === '') return undefined;
  const placeholders = [...new Set(placeholdersIn(text))].filter((each) =>
    isMade(each, from.stack, given),
  );
  if (placeholders.length === 1 && placeholders[0] === text) return from.unknown(text);
  return { text: decoded(text) ?? text, placeholders };
}

/** Made by the stack itself, or, as `${Network/Vpc}`, by another: a shell writes `${path/from/to}` in the same way. */
function isMade(placeholder: string, stack: string, { unknownsOf }: Given): boolean {
  if (unknownsOf(stack).has(placeholder)) return true;
  const [, other = '', rest = ''] = /^\$\{(.+)\/([^/]+)$/.exec(placeholder) ?? [];
  return unknownsOf(other).has(`\${${rest}`);
}

/**
 * `Fn::Base64` is resolved to the text itself, so what is still Base64 was written so. No script is taken for it: cloud-init
 * goes by a beginning such as `#!`, `#cloud-config` or `Content-Type:`, and Base64 has none of those characters.
 * @see https://cloudinit.readthedocs.io/en/latest/explanation/format.html
 */
function decoded(text: string): string | undefined {
  const dense = text.replace(/\s/g, '');
  if (
    isUnknown(text) ||
    !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(dense)
  )
    return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(dense, 'base64'));
  } catch {
    return undefined;
  }
}
