/** Blocks of addresses, as the filter operator `cidr` has them. Pure. */

interface Address {
  readonly value: bigint;
  /** 32 or 128. */
  readonly bits: number;
}

/** Addresses that agree in their first bits. */
interface Block extends Address {
  readonly prefixLength: number;
}

/** Nothing where the text is no block. Bits behind the prefix are not looked at. */
export function parseNetwork(text: string): Block | undefined {
  const [address = '', length = '', ...more] = text.split('/');
  const parsed = parseAddress(address);
  if (parsed === undefined || more.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  const prefixLength = Number(length);
  return prefixLength <= parsed.bits ? { ...parsed, prefixLength } : undefined;
}

/** What is no address lies in no block. */
export function isWithin({ value, bits, prefixLength }: Block, text: string): boolean {
  const address = parseAddress(text);
  if (address?.bits !== bits) return false;
  const behind = BigInt(bits - prefixLength);
  return address.value >> behind === value >> behind;
}

function parseAddress(text: string): Address | undefined {
  const parts = text.includes(':') ? groupsOf(text) : text.split('.').map(decimal);
  const [count, size] = text.includes(':') ? [8, 16] : [4, 8];
  if (parts.length !== count) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (part === undefined) return undefined;
    value = (value << BigInt(size)) | BigInt(part);
  }
  return { value, bits: count * size };
}

function decimal(text: string): number | undefined {
  const isByte = /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255;
  return isByte ? Number(text) : undefined;
}

/** `2001:db8::7` -> its eight groups; `::` stands for as many zeros as are missing, one at least. */
function groupsOf(text: string): readonly (number | undefined)[] {
  const [before = [], after, ...more] = text.split('::').map(groups);
  if (after === undefined) return before;
  if (more.length > 0) return [];
  const missing = 8 - before.length - after.length;
  return missing < 1 ? [] : [...before, ...Array<number>(missing).fill(0), ...after];
}

function groups(text: string): readonly (number | undefined)[] {
  if (text === '') return [];
  return text
    .split(':')
    .map((each) => (/^[0-9a-f]{1,4}$/i.test(each) ? parseInt(each, 16) : undefined));
}
