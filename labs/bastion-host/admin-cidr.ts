/** Where administrators come from: an address or a few, never a good part of the internet. */
import { KitError } from '../../lib/errors.ts';
import { addressText, parseBlock, prefixLength } from '../../lib/network/blocks.ts';

/** Sixteen addresses: a household or a small office. */
const widestPrefix = 28;

/**
 * The block as AWS writes it.
 * @throws BadParameter where it is no IPv4 block, or wider than a /28
 */
export function adminCidrOf(text: string): string {
  const block = parseBlock(text);
  const length = block === undefined ? 0 : prefixLength(block);
  if (block?.family !== 4 || length < widestPrefix)
    throw new KitError(
      'BadParameter',
      `adminCidr is '${text}', not an IPv4 block of a /${widestPrefix} or narrower`,
      { next: '-c adminCidr=203.0.113.10/32, with the address that you come from' },
    );
  return `${addressText({ family: 4, value: block.first })}/${length}`;
}
