/** What a review draws of templates, without running a command. */
import { exposureOf } from '../../lib/network/ask/exposure.ts';
import { networkOf } from '../../lib/network/build/build.ts';
import type { ReasonOf } from '../../lib/network/build/source.ts';
import { allowedIn } from '../../lib/review/allowed.ts';
import { entriesOf } from '../../lib/review/entries.ts';
import { drawingOf } from '../../lib/review/picture/layout.ts';
import { mermaidOf } from '../../lib/review/picture/mermaid.ts';
import { pictureOf, type Pictured } from '../../lib/review/picture/draw.ts';
import type { Picture } from '../../lib/review/picture/picture.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import type { Resource } from '../../lib/template/template.ts';

export function pictured(resources: readonly Resource[], reasonOf?: ReasonOf): Pictured {
  const network = networkOf(resources, reasonOf);
  const subject = subjectOf(resources, 'production', network);
  return pictureOf({
    ...{ network, resources, exposure: exposureOf(network) },
    ...{ entries: entriesOf(subject), allowed: allowedIn(subject), writtenAt: () => null },
  });
}

export function drawn(resources: readonly Resource[]): Picture {
  return pictured(resources).picture;
}

/** Ends of arrows that have no box: on the page, and in Mermaid, which draws a box without a name for them. */
export function boxless(picture: Picture): readonly string[] {
  const onPage = new Set(drawingOf(picture).boxes.map(({ of }) => of.id));
  const ends = picture.arrows.flatMap(({ from, to }) => [from, to]);
  return [...ends.filter((each) => !onPage.has(each)), ...undeclared(mermaidOf(picture) ?? [])];
}

function undeclared(lines: readonly string[]): readonly string[] {
  const declared = new Set(lines.flatMap((each) => /^ +(n\d+)[[(]/.exec(each)?.[1] ?? []));
  return lines.flatMap((each) => {
    const [, from = '', to = ''] = /^ {2}(n\d+) <?(?:-->|-\.->).*?(n\d+)$/.exec(each) ?? [];
    return [from, to].filter((end) => end !== '' && !declared.has(end));
  });
}
