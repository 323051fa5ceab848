/** Do resources wait for each other in a circle? CloudFormation refuses such a template. Pure. */

/** `A -> B -> A`, or nothing where the resources can be made one after the other. */
export function circleIn(needs: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  const left = stuck(needs);
  const [start] = left;
  if (start === undefined) return undefined;
  // Each one that is left needs another one that is left: following them comes round.
  const path = [start];
  for (;;) {
    const next = [...(needs.get(path.at(-1) ?? '') ?? [])].find((each) => left.has(each)) ?? start;
    const from = path.indexOf(next);
    path.push(next);
    if (from >= 0) return path.slice(from).join(' -> ');
  }
}

/** What cannot be made: everything that needs it waits too, so those that nobody waits for are no matter. */
function stuck(needs: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const waiting = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const [id, all] of needs) {
    const known = [...all].filter((each) => needs.has(each));
    open.set(id, known.length);
    for (const each of known) listAt(waiting, each).push(id);
  }
  const ready = [...open].filter(([, count]) => count === 0).map(([id]) => id);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    open.delete(id);
    ready.push(...(waiting.get(id) ?? []).filter((each) => isReady(each, open)));
  }
  return new Set(open.keys());
}

function listAt(lists: Map<string, string[]>, id: string): string[] {
  const list = lists.get(id) ?? [];
  lists.set(id, list);
  return list;
}

/** One need less; is there none left? */
function isReady(id: string, open: Map<string, number>): boolean {
  const count = (open.get(id) ?? 0) - 1;
  open.set(id, count);
  return count === 0;
}
