/** Random choices that a seed repeats. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** From 0 up to, not including, 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  is(probability: number): boolean {
    return this.next() < probability;
  }

  one<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  /** Each with the probability. */
  some<T>(items: readonly T[], probability: number): T[] {
    return items.filter(() => this.is(probability));
  }

  /** So many of what `make` gives, from `least` to `most`. */
  many<T>([least, most]: readonly [number, number], make: (index: number) => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, (_, index) => make(index));
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, at: this.next() }))
      .sort((one, other) => one.at - other.at)
      .map(({ item }) => item);
  }
}

/** Deals every item before any comes twice. */
export class Deck<T> {
  private left: T[] = [];
  private readonly chance: Chance;
  private readonly items: readonly T[];

  constructor(chance: Chance, items: readonly T[]) {
    this.chance = chance;
    this.items = items;
  }

  get size(): number {
    return this.items.length;
  }

  deal(): T {
    if (this.left.length === 0) this.left = this.chance.shuffled(this.items);
    const item = this.left.pop();
    if (item === undefined) throw new Error('the deck is empty');
    return item;
  }
}
