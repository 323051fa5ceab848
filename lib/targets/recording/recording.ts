/** A judge that writes down what it is asked and what it answers, without anything that must not leave this machine. */
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AwsRefusal, type Capabilities, type Capability } from '../../capabilities.ts';
import { KitError, messageOf, Unavailable } from '../../errors.ts';
import type { Strength } from '../../verdict.ts';
import { kitVersion } from '../../version.ts';
import type { Judge, TargetName } from '../target.ts';
import { readWhole, toJson, type Json } from './json.ts';
import { Pages } from './pages.ts';

/** What a recording says of itself: `recording.json`. */
export interface Recording {
  readonly schemaVersion: 1;
  readonly target: TargetName;
  readonly title: string;
  readonly lab: string;
  readonly stage: string;
  /** ISO time. */
  readonly date: string;
  readonly kit: string;
  readonly features: readonly string[];
  /** By capability that was served. */
  readonly strengths: Readonly<Record<string, Strength>>;
  /** By capability that was not, why. */
  readonly lacks: Readonly<Record<string, string>>;
  readonly notExercised?: string;
}

/** One question and what came of it: a file of a check's folder. */
export interface Exchange {
  /** ISO time at which it was asked. */
  readonly at: string;
  readonly milliseconds: number;
  readonly asked: Json;
  readonly came: Came;
}
export type Came =
  | { readonly answer: Json }
  | {
      readonly refused: {
        readonly code: string;
        readonly status: number;
        readonly message: string;
      };
    }
  | { readonly unavailable: string }
  | { readonly threw: { readonly name: string; readonly message: string } }
  /** `eventually` and `steadily`: how often the check looked, and what it saw. */
  | { readonly looked: number; readonly saw: Json };

export interface RecordedLab {
  readonly lab: string;
  readonly stage: string;
  /** What the state keeps of the lab: the account and passwords in it are concealed wherever they stand. */
  readonly live?: Readonly<Record<string, unknown>>;
}

export const recordingFile = 'recording.json';
/** The folder of what was asked outside a check. */
export const noCheck = '_';

const everyCapability: readonly Capability[] = [
  ...(['reach', 'connect', 'http', 'sdk', 'may', 'resolve', 'fact', 'facts'] as const),
  ...(['during', 'eventually', 'steadily'] as const),
];

/** Before anything is brought up for it. @throws RecordingExists, UnfitFolder */
export function refuseUnfit(folder: string): void {
  const next = 'name a folder that is not there yet: a recording is of one run';
  const place = existsSync(folder) ? folder : dirname(folder);
  if (!existsSync(place) || !statSync(place).isDirectory())
    throw new KitError('UnfitFolder', `${place} is no folder`, { next });
  // The kernel's folders take no files, and Node never comes back from trying.
  if (!isWritable(place) || /^\/(proc|sys)(\/|$)/.test(place))
    throw new KitError('UnfitFolder', `${place} cannot be written to`, { next });
  if (place === folder && readdirSync(folder).length > 0)
    throw new KitError('RecordingExists', `${folder} is not empty`, { next });
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The same judge, whose answers are written into the folder as they come: `recording.json`, and a folder for each check
 * with one file per question.
 * @throws RecordingExists where the folder holds anything
 */
export function recorded(judge: Judge, folder: string, about: RecordedLab): Judge {
  refuseUnfit(folder);
  const pages = new Pages(folder);
  concealed(pages, about.live);
  pages.write(recordingFile, toJson(headerOf(judge, about)));
  return {
    ...judge,
    capabilities: recordedCapabilities(judge.capabilities, pages, noCheck),
    forCheck: (check) =>
      recordedCapabilities(judge.forCheck?.(check) ?? judge.capabilities, pages, check),
  };
}

function headerOf(judge: Judge, { lab, stage }: RecordedLab): Recording {
  const served = everyCapability.filter((each) => judge.capabilities[each] !== undefined);
  const lacking = everyCapability.filter((each) => !served.includes(each));
  return {
    schemaVersion: 1,
    target: judge.target,
    title: judge.title,
    ...{ lab, stage },
    date: new Date().toISOString(),
    kit: kitVersion(),
    features: [...judge.features].sort(),
    strengths: Object.fromEntries(served.map((each) => [each, judge.strengthOf(each)])),
    lacks: Object.fromEntries(lacking.map((each) => [each, judge.lacks(each)])),
    ...(judge.notExercised === undefined ? {} : { notExercised: judge.notExercised }),
  };
}

/** The notes of a live lab have the account that it is in and the passwords of its users. */
function concealed({ redaction }: Pages, live: RecordedLab['live'] = {}): void {
  if (typeof live['account'] === 'string') redaction.conceal('account', live['account']);
  redaction.of(toJson(live));
}

type Call = (...asked: readonly unknown[]) => Promise<unknown>;

function recordedCapabilities(
  capabilities: Partial<Capabilities>,
  pages: Pages,
  check: string,
): Partial<Capabilities> {
  const entries = Object.entries(capabilities).map(([name, call]) => [
    name,
    recordedCall({ name, call: call as Call, pages, check }),
  ]);
  return Object.fromEntries(entries) as Partial<Capabilities>;
}

interface ToRecord {
  readonly name: string;
  readonly call: Call;
  readonly pages: Pages;
  readonly check: string;
}

function recordedCall({ name, call, pages, check }: ToRecord): Call {
  return async (...asked) => {
    const since = Date.now();
    const number = pages.next(check);
    const file = `${check}/${String(number).padStart(4, '0')}-${name}.json`;
    const note = (came: Came): void => {
      const exchange: Exchange = {
        at: new Date(since).toISOString(),
        milliseconds: Date.now() - since,
        asked: toJson([name, ...asked.filter((each) => typeof each !== 'function')]),
        came,
      };
      pages.write(file, exchange as unknown as Json);
    };
    const looks = new Looks();
    try {
      const answer = await readWhole(await call(...asked.map((each) => looks.counted(each))));
      note(looks.cameOf(name, answer));
      return answer;
    } catch (error) {
      note(cameOfError(error));
      throw error;
    }
  };
}

/** How often a check's own part of a capability was called. */
class Looks {
  private count = 0;

  counted(argument: unknown): unknown {
    if (typeof argument !== 'function') return argument;
    return (...given: readonly unknown[]): unknown => {
      this.count += 1;
      return (argument as (...all: readonly unknown[]) => unknown)(...given);
    };
  }

  cameOf(name: string, answer: unknown): Came {
    if (name === 'during') return { answer: 'repaired' };
    return name === 'eventually' || name === 'steadily'
      ? { looked: this.count, saw: toJson(answer) }
      : { answer: toJson(answer) };
  }
}

function cameOfError(error: unknown): Came {
  if (error instanceof AwsRefusal) {
    const { code, status, message } = error;
    return { refused: { code, status, message } };
  }
  if (error instanceof Unavailable) return { unavailable: error.message };
  const name = error instanceof Error ? error.name : 'Error';
  return { threw: { name, message: messageOf(error) } };
}

/** @throws BadRecording */
export function readRecording(folder: string): Recording {
  try {
    const text = readFileSync(join(folder, recordingFile), 'utf8');
    const found = JSON.parse(text) as Partial<Recording>;
    if (found.schemaVersion !== 1) throw new Error('it is of another version');
    return found as Recording;
  } catch (error) {
    throw new KitError('BadRecording', `${folder} is no recording: ${messageOf(error)}`, {
      next: './lab check LAB --record DIR makes one',
      cause: error,
    });
  }
}
