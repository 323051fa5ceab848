/** A judge that answers from a recording: no lab is up, and nothing is called. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsRefusal, type Capabilities, type Capability } from '../../capabilities.ts';
import { KitError, NoAnswer, Unavailable } from '../../errors.ts';
import { unverified, type Verdict } from '../../verdict.ts';
import type { Judge } from '../target.ts';
import { fromJson, toJson } from './json.ts';
import { askedIn, Ids, type Asked } from './questions.ts';
import { noCheck, readRecording, type Came, type Exchange } from './recording.ts';

/**
 * Answers each check's questions as they were answered then, in their order; what a check made up by chance (ids, times)
 * may differ. Waiting takes no time: a condition is looked at as often as it has to be, and never oftener than then where
 * it did not come true. So a check that measures time by a clock of its own cannot be replayed.
 * @throws BadRecording; its capabilities throw NotRecorded
 */
export function replayed(folder: string): Judge {
  const { target, title, features, strengths, lacks, notExercised, date } = readRecording(folder);
  const replays = new Map<string, Replay>();
  const replayOf = (check: string): Replay => {
    const known = replays.get(check) ?? new Replay(folder, check);
    replays.set(check, known);
    return known;
  };
  const served = Object.keys(strengths) as readonly Capability[];
  return {
    target,
    title: `${title}, as recorded on ${date.slice(0, 10)}`,
    features: new Set(features),
    capabilities: replayOf(noCheck).capabilities(served),
    forCheck: (check) => replayOf(check).capabilities(served),
    strengthOf: (capability) => strengths[capability] ?? 'read',
    lacks: (capability) => lacks[capability] ?? `not recorded: ${capability}`,
    ...(notExercised === undefined ? {} : { notExercised }),
    confirmAlive: () => Promise.resolve(),
  };
}

interface Page extends Exchange {
  readonly question: Asked;
}

/** The exchanges of one check. */
class Replay {
  private readonly check: string;
  private readonly pages: Page[];
  private readonly keys: ReadonlySet<string>;
  private readonly ids = new Ids();

  constructor(folder: string, check: string) {
    this.check = check;
    this.pages = pagesIn(join(folder, check));
    this.keys = new Set(this.pages.map(({ question }) => question.key));
  }

  capabilities(served: readonly Capability[]): Partial<Capabilities> {
    const entries = served.map((name) => [
      name,
      (...asked: readonly unknown[]) => this.answer(name, asked),
    ]);
    return {
      ...(Object.fromEntries(entries) as Partial<Capabilities>),
      ...(served.includes('during') ? { during: (what, judge) => this.during(what, judge) } : {}),
      ...(served.includes('eventually')
        ? { eventually: (...asked) => this.eventually(...asked) }
        : {}),
      ...(served.includes('steadily') ? { steadily: (...asked) => this.steadily(...asked) } : {}),
    };
  }

  private async answer(name: Capability, asked: readonly unknown[]): Promise<unknown> {
    const page = this.take([name, ...asked]);
    const { came } = page;
    await Promise.resolve();
    if ('answer' in came) {
      const shift = Date.now() - new Date(page.at).getTime();
      return fromJson(this.ids.inAnswer(came.answer), shift);
    }
    throw errorOf(came);
  }

  private async during<T>(what: unknown, judge: () => Promise<T>): Promise<T> {
    const { came } = this.take(['during', what]);
    if ('unavailable' in came || 'refused' in came) throw errorOf(came);
    return judge();
  }

  /** What came true then comes true now, or its questions run out. */
  private async eventually(
    what: string,
    withinSeconds: number,
    holds: () => Promise<boolean>,
  ): Promise<boolean> {
    const { came } = this.take(['eventually', what, withinSeconds]);
    const most = 'looked' in came && came.saw === false ? came.looked : Infinity;
    for (let looked = 0; looked < most; looked += 1) if (await holds()) return true;
    return false;
  }

  private async steadily(request: unknown, probe: () => Promise<Verdict>): Promise<Verdict> {
    const { came } = this.take(['steadily', request]);
    const most = 'looked' in came ? came.looked : Infinity;
    let last: Verdict = unverified('nothing was probed');
    for (let looked = 0; looked < most; looked += 1) {
      last = await probe();
      if (last.outcome !== 'held') return last;
    }
    return last;
  }

  /** @throws NotRecorded */
  private take(asked: readonly unknown[]): Page {
    const question = askedIn(toJson(asked));
    const at = this.pages.findIndex(
      (page) =>
        page.question.key === question.key && this.ids.agree(page.question.ids, question.ids),
    );
    const page = this.pages[at];
    if (page === undefined) throw this.notRecorded(question);
    this.pages.splice(at, 1);
    this.ids.bind(page.question.ids, question.ids);
    return page;
  }

  private notRecorded({ key }: Asked): KitError {
    const again = this.keys.has(key);
    const says = again
      ? `${this.check} asks more often than when it was recorded: ${key}`
      : `${this.check} asks what was never recorded: ${key}`;
    return new KitError('NotRecorded', says, {
      next: 'the check or the kit has changed since: record it again, ./lab check LAB --on TARGET --record DIR',
    });
  }
}

/** In the order in which they were asked. */
function pagesIn(folder: string): Page[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => {
    const exchange = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Exchange;
    return { ...exchange, question: askedIn(exchange.asked) };
  });
}

function errorOf(came: Came): Error {
  if ('refused' in came) {
    const { code, status, message } = came.refused;
    return new AwsRefusal(code, status, message);
  }
  if ('unavailable' in came) return new Unavailable(came.unavailable);
  if ('threw' in came && came.threw.name === 'NoAnswer') return new NoAnswer(came.threw.message);
  const error = new Error('threw' in came ? came.threw.message : 'no answer was recorded');
  if ('threw' in came) error.name = came.threw.name;
  return error;
}
