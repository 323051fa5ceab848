/** Sizes on paper, in pixels: of text as a sans-serif of 12 px sets it, of boxes around it. Pure. */
import type { Arrow, Box, Picture } from './picture.ts';
import { typeWords } from './kinds.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line in a box: what comes in from where. */
export interface Note {
  readonly text: string;
  readonly kind: Arrow['kind'];
}

export type Notes = ReadonlyMap<string, readonly Note[]>;

const perSign = 8.2;
const perSmallSign = 6.6;
const widest = 268;
const narrowest = 132;
export const lineHeight = 15;
/** Of the name and the type above the notes. */
export const headHeight = 42;

/** Lines that a box holds. */
const mostNotes = 4;

/** What a box says beside its name; `out` says itself where it ends. */
export function notesOf({ arrows }: Picture, nameOf: (id: string) => string): Notes {
  const notes = new Map<string, Note[]>();
  const note = (id: string, other: string, { kind, says }: Arrow): void => {
    const own = notes.get(id) ?? [];
    own.push({ kind, text: `${other}: ${fewOf(says)}` });
    notes.set(id, own);
  };
  for (const each of arrows.filter(({ kind, says }) => kind !== 'out' && says.length > 0)) {
    note(each.to, nameOf(each.from), each);
    if (each.isMutual) note(each.from, nameOf(each.to), each);
  }
  return new Map([...notes].map(([id, all]) => [id, shortened(all)]));
}

function fewOf(says: readonly string[]): string {
  const more = says.length - 2;
  return more > 1 ? `${says.slice(0, 2).join(', ')} and ${more} more` : says.join(', ');
}

function shortened(all: readonly Note[]): readonly Note[] {
  if (all.length <= mostNotes) return all;
  const more = all.length - mostNotes + 1;
  return [...all.slice(0, mostNotes - 1), { kind: 'calls', text: `and ${more} more` }];
}

export function textWidth(text: string): number {
  return text.length * perSign;
}

/** Cut where it would leave the width, with the sign for more. */
export function fitted(text: string, width: number, isSmall = true): string {
  const most = Math.floor(width / (isSmall ? perSmallSign : perSign));
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

export function sizeOf(box: Box, notes: Notes): Pick<Rect, 'width' | 'height'> {
  const own = notes.get(box.id) ?? [];
  const texts = [
    textWidth(box.name),
    ...[typeWords(box.type), ...own.map(({ text }) => text)].map(
      (each) => each.length * perSmallSign,
    ),
  ];
  const width = Math.min(widest, Math.max(narrowest, Math.max(...texts) + 26));
  return { width, height: headHeight + own.length * lineHeight };
}
