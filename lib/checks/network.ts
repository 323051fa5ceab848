/** Ready-made ways for questions about reachability: they read as the sentence that they prove. */
import type { Capabilities, Flow, FlowRequest, Passage, Place } from '../capabilities.ts';
import { by, type Way } from '../lab.ts';
import { every, failed, held, unverified, type Verdict } from '../verdict.ts';

interface Pairs {
  readonly from: Place | readonly Place[];
  readonly to: Place | readonly Place[];
  readonly on: Flow;
  readonly sourcePort?: number;
}

interface Seen {
  /** The far end sees the address of one of these; `itself`: the sender's own. */
  readonly seenAs?: Place | readonly Place[];
}

interface Reason {
  /** The gate that must have blocked it, by one of these codes. */
  readonly because?: string | readonly string[];
}

/** Every pair gets through. */
export function reaches(pairs: Pairs & Seen): Way {
  return by(['reach'], ({ reach }) => judgeReaches(reach, pairs));
}

/** No pair gets through. */
export function blocked(pairs: Pairs & Reason): Way {
  return by(['reach'], ({ reach }) => judgeBlocked(reach, pairs));
}

/** These get through, and nobody else: no other interface, no host in any subnet, no internet host. */
export function onlyFrom(pairs: Pairs): Way {
  return by(['reach'], async ({ reach }) =>
    every([await judgeReaches(reach, pairs), await judgeNobodyElse(reach, pairs)]),
  );
}

type Reach = Capabilities['reach'];

/** As {@link reaches}, to be put together with other judgements. */
export function judgeReaches(reach: Reach, pairs: Pairs & Seen): Promise<Verdict> {
  const { seenAs = [] } = pairs;
  return judgePairs(reach, pairs, (passage, { from }) => {
    const wanted = [seenAs].flat().map((each) => (each === 'itself' ? from : each));
    const seen = passage.seenAs ?? 'nobody of the lab';
    if (passage.arrives !== 'yes')
      return failed(
        `${inWords[passage.arrives]}: ${passage.because ?? 'no answer'}`,
        passage.trace,
      );
    if (wanted.length > 0 && !wanted.includes(seen))
      return failed(`seen as ${seen}, not ${wanted.join(' or ')}`, passage.trace);
    return held(passage.seenAs === undefined ? 'arrives' : `arrives as ${seen}`, passage.trace);
  });
}

/** As {@link blocked}, to be put together with other judgements. */
export function judgeBlocked(reach: Reach, pairs: Pairs & Reason): Promise<Verdict> {
  const { because = [] } = pairs;
  return judgePairs(reach, pairs, (passage) => {
    const code = passage.because ?? 'no answer';
    if (passage.arrives !== 'no')
      return failed(
        passage.arrives === 'yes' ? 'gets through' : `gets through ${code}`,
        passage.trace,
      );
    const wanted = [because].flat();
    if (wanted.length > 0 && !wanted.some((each) => code.startsWith(each)))
      return failed(`blocked by ${code}, not ${wanted.join(' or ')}`, passage.trace);
    return held(`blocked: ${code}`, passage.trace);
  });
}

/** No other interface, no host in any subnet, no internet host gets through. */
export function judgeNobodyElse(reach: Reach, { from, to, on }: Pairs): Promise<Verdict> {
  const others = { from: 'anyone', except: [from].flat() };
  return judgePairs(reach, { to, on, ...others }, (passage) => {
    if (passage.arrives === 'no') return held('is let in by nobody else', passage.trace);
    return failed(`is let in: ${passage.because ?? 'somebody else'}`, passage.trace);
  });
}

const inWords = {
  no: 'blocked',
  partly: 'only partly',
  depends: 'depends',
  yes: 'arrives',
} as const;

async function judgePairs(
  reach: Reach,
  { from, to, on, sourcePort, except }: Pairs & Pick<FlowRequest, 'except'>,
  judge: (passage: Passage, request: FlowRequest) => Verdict,
): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const one of [from].flat())
    for (const other of [to].flat().filter((each) => each !== one)) {
      const request: FlowRequest = {
        from: one,
        to: other,
        flow: on,
        ...(sourcePort === undefined ? {} : { sourcePort }),
        ...(except === undefined ? {} : { except }),
      };
      const passage = await reach(request);
      const verdict =
        passage.arrives === 'depends'
          ? unverified(`depends on ${passage.because ?? 'the deployment'}`, passage.trace)
          : judge(passage, request);
      verdicts.push({ ...verdict, reason: `${one} -> ${other} ${on} ${verdict.reason}` });
    }
  return every(verdicts);
}
