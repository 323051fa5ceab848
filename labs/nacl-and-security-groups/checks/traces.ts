/** What a trace tells: the gates of one kind, on the way there or back. */
import type { Evidence, Hop } from '../../../lib/verdict.ts';

/** The network ACLs that the packet met, in order; on one way where it is named. */
export function aclHops(trace: Evidence, way?: Hop['way']): readonly Hop[] {
  return hopsOf(trace).filter(
    (hop) => hop.gate.startsWith('network ACL') && (way === undefined || hop.way === way),
  );
}

/** Not every target sees by which gates an answer came back. */
export function tellsOfReplies(trace: Evidence): boolean {
  return hopsOf(trace).some(({ way }) => way === 'reply');
}

function hopsOf(trace: Evidence): readonly Hop[] {
  return trace.kind === 'trace' ? trace.hops : [];
}
