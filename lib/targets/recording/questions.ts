/** When two questions are the same one: what differs from run to run is left out of the comparison. Pure. */
import { ordered, type Json } from './json.ts';
import { replaced, uuid } from './sensitive.ts';

export interface Asked {
  /** Equal for the same question in another run. */
  readonly key: string;
  /** Ids that the check made up, or was given, in their order. */
  readonly ids: readonly string[];
}

const time =
  /\b20\d\d-\d\d-\d\dT[\d:.]+Z|(?<![\d.])1[6-9]\d{8}(?:\d{3})?(?![\d.])|(?<![\d.])2\d{12}(?!\d)/g;

/** Of a question as it was asked, or as a recording has it. */
export function askedIn(question: Json): Asked {
  const text = JSON.stringify(replaced(ordered(question), () => 'concealed')).replace(
    /REDACTED-[A-Z]+-\d+/g,
    'concealed',
  );
  return {
    key: text.replace(uuid, 'id').replace(time, 'time'),
    ids: text.match(uuid) ?? [],
  };
}

/** Ids of the recording by those of now. */
export class Ids {
  private readonly now = new Map<string, string>();
  private readonly taken = new Set<string>();

  /** Could these be the same ids? */
  agree(recorded: readonly string[], live: readonly string[]): boolean {
    return recorded.every((each, index) => {
      const bound = this.now.get(each);
      const one = live[index] ?? '';
      return bound === undefined ? !this.taken.has(one) : bound === one;
    });
  }

  bind(recorded: readonly string[], live: readonly string[]): void {
    recorded.forEach((each, index) => {
      const one = live[index] ?? each;
      if (this.now.has(each)) return;
      this.now.set(each, one);
      this.taken.add(one);
    });
  }

  /** The answer as if it had been given now; ids that it brings along are known from here on. */
  inAnswer(answer: Json): Json {
    const text = JSON.stringify(answer);
    const found = text.match(uuid) ?? [];
    this.bind(found, found);
    return JSON.parse(text.replace(uuid, (each) => this.now.get(each) ?? each)) as Json;
  }
}
