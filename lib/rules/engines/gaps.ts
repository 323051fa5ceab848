/** What the engines could not say, as sentences: one for each rule and reason. Pure. */
import type { Template } from '../../template/template.ts';
import type { EngineVerdict } from './judge.ts';

export function gapsIn(
  templates: readonly Pick<Template, 'stack'>[],
  verdicts: readonly EngineVerdict[],
): readonly string[] {
  const sentences = new Map<string, Sentence>();
  for (const { name, judgements } of verdicts)
    judgements.forEach(({ gaps }, index) => {
      const stack = templates[index]?.stack ?? '';
      for (const { rule, at, why } of gaps) {
        const key = JSON.stringify([name, rule, why]);
        const known = sentences.get(key) ?? { engine: name, rule, why, places: [] };
        known.places.push(at === null ? stack : `${stack}/${at}`);
        sentences.set(key, known);
      }
    });
  return [...sentences.values()].map(sentenceOf);
}

interface Sentence {
  readonly engine: string;
  readonly rule: string | null;
  readonly why: string;
  readonly places: string[];
}

/** Names that one line holds. */
const most = 5;

function sentenceOf({ engine, rule, why, places }: Sentence): string {
  const more = places.length > most ? ` and ${places.length - most} more` : '';
  const what = rule === null ? engine : `${rule} of ${engine}`;
  return `${what} does not judge ${places.slice(0, most).join(', ')}${more}: ${why}`;
}
