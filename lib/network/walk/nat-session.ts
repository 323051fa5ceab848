/** What a NAT gateway or NAT instance took for a connection, and gives back to its reply. Nothing else gets in. */
import { nameAsWritten } from '../names.ts';
import type { Id } from '../network.ts';
import type { Code } from '../question.ts';
import { answerTo, endsAt, type Next, type Trip } from './trip.ts';

/** Remembers the packet as it came. */
export function openSession(trip: Trip, id: Id): void {
  trip.sessions = [...trip.sessions, { by: id, opened: trip.flight }];
}

/** Turns a reply back to who opened the connection. False: there is none. */
export function takeBack(trip: Trip, id: Id): boolean {
  const newest = trip.way === 'reply' ? trip.sessions.at(-1) : undefined;
  if (newest?.by !== id) return false;
  trip.flight = answerTo(newest.opened);
  // A packet that came twice by the same device is given back twice.
  trip.sessions = trip.sessions.slice(0, -1);
  return true;
}

/** KIT_NO_NAT_SESSION: the packet ends here. */
export function dropsWithoutSession(trip: Trip, id: Id): Next {
  const what = trip.way === 'reply' ? 'this reply' : 'a new flow from outside';
  const says = `${nameAsWritten(trip.network, id)} holds no session for ${what}`;
  const code: Code = 'KIT_NO_NAT_SESSION';
  return endsAt(trip, { kind: 'NAT gateway', at: id, outcome: 'blocked', code, says });
}
