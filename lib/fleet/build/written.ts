/** Values as a resource writes them; what only a deployment knows counts as not written. */
import { at, isOpen, listOf, mapOf, numberOf, type Values } from '../../network/build/values.ts';
import { textOf } from '../../network/build/source.ts';

/** One resource's properties, or the attributes of a load balancer or target group, with defaults asked for by name. */
export class Written {
  private readonly values: Values;

  constructor(values: Values) {
    this.values = values;
  }

  /** `TargetGroupAttributes`, `LoadBalancerAttributes`: a list of `{ Key, Value }`. */
  static attributes(list: unknown): Written {
    const pairs = listOf(list)
      .map(mapOf)
      .map(({ Key, Value }) => [textOf(Key), Value] as const);
    return new Written(Object.fromEntries(pairs));
  }

  /** An attribute's name has dots of its own: what is written under the whole name comes first. */
  private find(name: string): unknown {
    const value = Object.hasOwn(this.values, name) ? this.values[name] : at(this.values, name);
    return isOpen(value) ? undefined : value;
  }

  number(name: string, otherwise: number): number {
    return numberOf(this.find(name)) ?? otherwise;
  }

  text(name: string, otherwise: string): string {
    const value = this.find(name);
    return value === undefined ? otherwise : textOf(value);
  }

  flag(name: string, otherwise: boolean): boolean {
    return this.text(name, String(otherwise)).toLowerCase() === 'true';
  }

  /** One of the words that the type knows. */
  word<T extends string>(name: string, known: readonly T[], otherwise: T): T {
    const value = this.text(name, otherwise);
    return known.find((each) => each === value) ?? otherwise;
  }
}
