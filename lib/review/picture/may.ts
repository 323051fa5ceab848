/** What the roles of drawn things allow on other drawn things, as arrows. Pure. */
import { idOf, placeOf } from '../../template/places.ts';
import type { Resource } from '../../template/template.ts';
import { actorsAmong } from '../allowed.ts';
import type { Allowed } from '../report.ts';
import type { OneWay } from './picture.ts';

/** That an arrow can show. */
const most = 4;

export function mayArrows(
  {
    resources,
    allowed,
  }: { readonly resources: readonly Resource[]; readonly allowed: readonly Allowed[] },
  ids: ReadonlySet<string>,
): readonly OneWay[] {
  const actors = actorsAmong(resources);
  const principals = new Map(resources.map((each) => [idOf(each), each]));
  return allowed.flatMap((each) => {
    const principal = principals.get(idOf(each));
    if (principal === undefined) return [];
    const senders = [principal, ...(actors.get(principal) ?? [])].map(idOf);
    const named = resources.filter((other) => ids.has(idOf(other)) && isNamed(each.on, other));
    const targets = named.filter(
      (one) => one.stack === each.stack || !named.some((other) => isAlike(one, other)),
    );
    const says = short(each.actions);
    return senders
      .filter((from) => ids.has(from))
      .flatMap((from) =>
        targets
          .map(idOf)
          .filter((to) => to !== from)
          .map((to) => ({ from, to, kind: 'may' as const, says })),
      );
  });
}

function isNamed(on: readonly string[], resource: Resource): boolean {
  const place = placeOf(resource);
  return on.some(
    (each) => each === place || each.startsWith(`${place}/`) || each.startsWith(`${place}:`),
  );
}

/** Two stacks may call two things the same. */
function isAlike(one: Resource, other: Resource): boolean {
  return one !== other && placeOf(one) === placeOf(other);
}

function short(actions: readonly string[]): readonly string[] {
  const more = actions.length - most;
  return more > 0 ? [...actions.slice(0, most), `${more} more`] : actions;
}
