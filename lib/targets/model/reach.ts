/** `reach` on the network model: places by name, the answer with its trace. */
import type { Flow, FlowRequest, Passage } from '../../capabilities.ts';
import { KitError, NotBuilt } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import { everybodyBut } from '../../network/ask/anyone.ts';
import { ask } from '../../network/ask/ask.ts';
import type { Reached } from '../../network/ask/reached.ts';
import { asTarget, withGuests } from '../../network/ask/guests.ts';
import { findPlace, type Hosts, type Place } from '../../network/ask/places.ts';
import { traceOf } from '../../network/ask/trace.ts';
import { reasonOf } from '../../network/ask/words.ts';
import { nameOf } from '../../network/names.ts';
import type { Network } from '../../network/network.ts';
import type { Gate } from '../../network/question.ts';
import { parseFlow } from '../../network/ask/flow.ts';
import type { Evidence, Hop } from '../../verdict.ts';

/** @throws Unavailable where a place is not built at this stage; KitError for an ambiguous one */
export function passageOf(network: Network, request: FlowRequest, hosts: Hosts): Passage {
  const to = asTarget(placeCalled(network, request.to, hosts));
  const except = (request.except ?? []).map((each) => placeCalled(network, each, hosts));
  const senders =
    request.from === 'anyone'
      ? everybodyBut(network, [...except, to])
      : [placeCalled(network, request.from, hosts)];
  const asked = senders.map((from) => ({ from, ...asOne(network, { ...request, from, to }) }));
  const [first, ...more] = asked;
  if (first === undefined)
    return { arrives: 'no', because: 'nobody else is there', trace: noTrace };
  // Of many senders the one that comes furthest answers.
  const best = more.reduce(
    (one, each) => (rank[each.reached.verdict] > rank[one.reached.verdict] ? each : one),
    first,
  );
  return passage(best.among, best.reached, request.from === 'anyone' ? best.from.name : undefined);
}

const rank = { yes: 3, partial: 2, depends: 1, no: 0 } as const;
const noTrace: Evidence = { kind: 'trace', hops: [] };

interface Settled {
  readonly from: Place;
  readonly to: Place;
  readonly flow: Flow;
  readonly sourcePort?: number;
}

/** With the hosts that only the question speaks of. */
function asOne(
  network: Network,
  { from, to, flow, sourcePort }: Settled,
): { readonly among: Network; readonly reached: Reached } {
  const among = withGuests(network, [from, to]);
  const parsed = parseFlow(flow);
  if (parsed === undefined)
    throw new KitError('BadFlow', `'${flow}' is no flow`, {
      next: 'such as tcp/443, udp/1-65535, icmp/echo',
    });
  const ports = sourcePort === undefined ? {} : { sourcePorts: [sourcePort, sourcePort] as const };
  return { among, reached: ask(among, { from, to, ...parsed, ...ports }) };
}

/** @throws Unavailable, KitError */
function placeCalled(network: Network, text: string, hosts: Hosts): Place {
  const found = findPlace(network, text, hosts);
  if ('place' in found) return found.place;
  if (found.problem === 'ambiguous')
    throw new KitError('AmbiguousPlace', `'${text}' means ${found.candidates.join(', ')}`, {
      next: 'name more of the path',
    });
  const next = nearest(text, found.candidates);
  throw new NotBuilt(`${text}${next === undefined ? '' : ` (${next})`}`);
}

function passage(network: Network, reached: Reached, sender: string | undefined): Passage {
  const hops = traceOf(network, reached.legs[0]).gates.map((gate) => hopOf(network, gate));
  const because = reasonOf(network, reached);
  const who =
    sender === undefined ? because : `${sender}${because === undefined ? '' : `: ${because}`}`;
  return {
    arrives: reached.verdict === 'partial' ? 'partly' : reached.verdict,
    ...(reached.seenAs === undefined ? {} : { seenAs: nameOf(network, reached.seenAs) }),
    ...(who === undefined ? {} : { because: who }),
    trace: { kind: 'trace', hops },
  };
}

function hopOf(network: Network, { way, at, kind, outcome, rule, says }: Gate): Hop {
  return {
    way,
    at: nameOf(network, at),
    gate: kind,
    verdict: outcome,
    ...(rule === undefined ? {} : { rule: rule.says }),
    says,
  };
}
