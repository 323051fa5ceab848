/** Where replies may be lost as far as places decide it: judged once for two places, however many ends stand there. */
import type { Id, Network } from '../network.ts';
import type { Internet, Point, Question } from '../question.ts';
import { allPorts } from '../services.ts';
import { marksOf } from './answer.ts';
import { classesOf } from './classes.ts';
import { isEmpty } from './intervals.ts';
import { judge } from './judge.ts';
import { interfaceOf } from './seen.ts';

/** An interface, or all hosts of the internet. */
export type ReplyEnd = Extract<Point, { kind: 'interface' }> | Omit<Internet, 'within'>;

/** The network ACLs that take some of the replies between the two where no security group takes anything. */
export type ReplyLosses = (from: ReplyEnd, to: ReplyEnd) => ReadonlySet<Id>;

/**
 * Groups, and ports that nobody asks for, can only leave fewer packets that come to an ACL. So where the groups are asked,
 * an ACL takes replies between the two only if it is one of these.
 * @param asked `sourcePorts` are those of the internet's hosts: an interface has its own
 */
export function replyLosses(
  network: Network,
  asked: Pick<Question, 'family' | 'protocol' | 'sourcePorts'>,
): ReplyLosses {
  const places = placesOf(network, asked.family);
  const placeOf = (end: ReplyEnd): string =>
    end.kind === 'interface' ? (places.get(end.id) ?? end.id) : end.kind;
  const known = new Map<string, Map<string, ReadonlySet<Id>>>();
  return (from, to) => {
    const row = known.get(placeOf(from)) ?? new Map<string, ReadonlySet<Id>>();
    const found = row.get(placeOf(to)) ?? aclsThatTake(network, { ...asked, from, to });
    known.set(placeOf(from), row.set(placeOf(to), found));
    return found;
  };
}

/** Beside the place: an internet gateway carries only what has a public address. */
function placesOf(network: Network, family: Question['family']): ReadonlyMap<Id, string> {
  const classes = classesOf(network, family);
  return new Map(
    classes.flatMap(({ members, place, isPublic }) =>
      members.map((id) => [id, `${place} ${isPublic}`] as const),
    ),
  );
}

function aclsThatTake(network: Network, asked: Omit<Question, 'ports'>): ReadonlySet<Id> {
  const { from } = asked;
  const own = from.kind === 'interface' ? interfaceOf(network, from.id).clientPorts : undefined;
  const question = { ...asked, ports: allPorts, sourcePorts: own ?? asked.sourcePorts };
  const obstacles = judge(network, question, 'none')
    .flatMap(({ outcome }) => outcome.ends)
    .flatMap(marksOf)
    .filter(({ way, loss }) => way === 'reply' && !isEmpty(loss.taken))
    .map(({ explain, loss }) => explain(loss));
  return new Set(
    obstacles.filter(({ kind }) => kind.startsWith('network ACL')).map(({ at }) => at),
  );
}
