/** What was worked out before. Templates are finite, but questions are not: once it is much, all of it is let go. */
const most = 20_000;

export function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  if (map.size > most) map.clear();
  const made = make();
  map.set(key, made);
  return made;
}
