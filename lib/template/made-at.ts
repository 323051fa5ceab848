/** Which line of a CDK app made which resource: the traces that an assembly notes -> places in source files. */
import { fileURLToPath } from 'node:url';
import { notesIn } from './notes.ts';
import type { Resource, Source, Template } from './template.ts';

/**
 * @param folder an assembly that was opened
 * @throws BadTemplate
 */
export function withMadeAt(templates: readonly Template[], folder: string): readonly Template[] {
  const places = placesIn(folder);
  const place = (resource: Resource): Resource => {
    const madeAt = places.get(resource.metadata['aws:cdk:path']);
    return madeAt === undefined ? resource : { ...resource, madeAt };
  };
  return templates.map((each) => ({ ...each, resources: each.resources.map(place) }));
}

/** By construct path. */
function placesIn(folder: string): ReadonlyMap<unknown, Source> {
  const places = new Map<unknown, Source>();
  for (const { at, type, data } of notesIn(folder))
    if (type === 'aws:cdk:creationStack') {
      const place = [data].flat().map(placeOf).find(isThere);
      if (place !== undefined) places.set(at, place);
    }
  return places;
}

function isThere(place: Source | undefined): place is Source {
  return place !== undefined;
}

/** `new Api (/app/lib/api.ts:33:10)`; the CDK leaves out the frames of packages, and says `...new Vpc2 in aws-cdk-lib...` */
function placeOf(frame: unknown): Source | undefined {
  if (typeof frame !== 'string') return undefined;
  const [, file = '', line] = /\((.+):(\d+):\d+\)$/.exec(frame) ?? [];
  return line === undefined ? undefined : { file: pathOf(file), line: Number(line) };
}

function pathOf(file: string): string {
  try {
    return file.startsWith('file://') ? fileURLToPath(file) : file;
  } catch {
    return file;
  }
}
