/** Which gates decided, how often. */
import type { Gate, Walk } from '../../../lib/network/question.ts';

export class Tally {
  packets = 0;
  readonly words = new Map<Walk['arrives'], number>();
  readonly codes = new Map<string, number>();
  private readonly gates = new Map<string, number>();

  readonly count = (walked: Walk): void => {
    this.packets++;
    add(this.words, walked.arrives);
    const gate = decider(walked);
    if (gate === undefined) return;
    if (gate.code !== undefined) add(this.codes, gate.code);
    add(this.gates, `${walked.arrives} at ${gate.kind}, ${gate.way}: ${gate.code ?? ''}`);
  };

  /** One line for each word, then for each gate that decided, the most frequent first. */
  table(): string {
    const lines = (counted: ReadonlyMap<string, number>): string[] =>
      [...counted]
        .sort(([, one], [, other]) => other - one)
        .map(([what, count]) => `${count.toString().padStart(8)}  ${what}`);
    return [`${this.packets} packets`, ...lines(this.words), ...lines(this.gates)].join('\n');
  }
}

/** What blocked it, or what its fate depends on first. */
function decider({ arrives, gates }: Walk): Gate | undefined {
  if (arrives === 'no') return gates.at(-1);
  return gates.find(({ outcome }) => arrives === 'depends' && outcome === 'depends');
}

function add<Key>(counted: Map<Key, number>, key: Key): void {
  counted.set(key, (counted.get(key) ?? 0) + 1);
}
