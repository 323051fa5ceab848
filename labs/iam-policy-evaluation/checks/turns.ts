/** Newhire is one person: who puts them into a group for a while has them alone. */

let last: Promise<unknown> = Promise.resolve();

/** Begins when whatever was begun before has ended, well or not. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
}
