/** What rtnetlink answers to requests: done, or an error with the kernel's own words where it has some. Pure. */
import { attributesIn, messagesIn } from './message.ts';

const error = 2;
/** NLM_F_CAPPED: the request is not repeated in the answer. */
const capped = 0x100;
/** NLM_F_ACK_TLVS: words follow. */
const worded = 0x200;
const wordsType = 1;

export interface Answer {
  readonly sequence: number;
  /** 0 when done, else positive as in errno.h */
  readonly errno: number;
  readonly words: string | undefined;
}

export function answersIn(bytes: Buffer): Answer[] {
  return [...messagesIn(bytes)]
    .filter(({ type }) => type === error)
    .map(({ sequence, flags, body }) => ({
      sequence,
      errno: Math.abs(body.readInt32LE(0)),
      words: (flags & worded) === 0 ? undefined : wordsIn(body, (flags & capped) !== 0),
    }));
}

/** Behind the errno and the header of the request, and the rest of the request unless it is capped. */
function wordsIn(body: Buffer, isCapped: boolean): string | undefined {
  const header = 4;
  const request = isCapped ? 16 : body.readUInt32LE(header);
  const words = attributesIn(body.subarray(header + ((request + 3) & ~3))).get(wordsType);
  return words?.subarray(0, -1).toString();
}
