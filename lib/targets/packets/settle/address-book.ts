/** Which address stands for what, while a lab is up: handed out in order, kept until its holder is gone. */
import { type Block } from '../../../network/blocks.ts';
import type { Id } from '../../../network/network.ts';

/**
 * The first address that a subnet gives to a host. AWS keeps the first four and the last of a subnet.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
const first = 10n;
const kept = 4n;

/** The addresses of one block, such as a subnet's. */
export class AddressBook {
  private readonly block: Block;
  private readonly taken = new Map<bigint, Id>();
  private next: bigint;

  constructor(block: Block) {
    this.block = block;
    this.next = this.within(block.first + first);
  }

  /** The address that the holder has, else the next that is free; undefined where none is left. */
  of(holder: Id): bigint | undefined {
    for (const [address, id] of this.taken) if (id === holder) return address;
    const size = this.block.last - this.block.first;
    for (let tried = 0n; tried <= size && tried < 65_536n; tried++) {
      const address = this.next;
      this.next = this.within(address + 1n);
      if (this.taken.has(address)) continue;
      this.taken.set(address, holder);
      return address;
    }
    return undefined;
  }

  /** The template gives it this one. Of what AWS keeps, or somebody has, it gets another: AWS would refuse to make it. */
  claim(address: bigint, holder: Id): void {
    const isFree = !this.taken.has(address) && this.within(address) === address;
    if (isFree) this.taken.set(address, holder);
  }

  /** Whoever is not among them is gone, and its address is free. */
  keepOnly(holders: ReadonlySet<Id>): void {
    for (const [address, id] of this.taken) if (!holders.has(id)) this.taken.delete(address);
  }

  /** Handed out go round: what has just become free is not given to the next. */
  private within(address: bigint): bigint {
    const { first: low, last } = this.block;
    const isSmall = last - low < 2n * kept;
    const [from, to] = isSmall ? [low, last] : [low + kept, last - 1n];
    return address < from || address > to ? from : address;
  }
}
