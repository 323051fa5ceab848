/** A text as numbers: its characters, IAM's wildcards, and each `${...}` that only the deployment knows. Pure. */

import type { Truth } from '../truth.ts';
import { kept } from './kept.ts';

/** Below zero: no character. */
export const star = -1;
export const anyOne = -2;
const firstToken = -10;

export type Codes = readonly number[];

/** What may stand for a token: nothing else is known of it. */
export interface Token {
  readonly text: string;
  /** Made at deployment for this one thing: no other token stands for the same. */
  readonly isGenerated: boolean;
  mayHold(character: number): boolean;
  /** Holds neither a slash nor a colon. */
  readonly isOnePart: boolean;
  /** May it stand for this text as a whole? */
  mayBe(text: string): boolean;
}

/** What is known of a token: nothing of one whose value a person gives at deployment. */
export interface Known {
  readonly isGenerated: boolean;
  /** What its value looks like, where that is known: it holds neither a slash nor a colon. */
  readonly form?: RegExp;
}

const marks = /\$\{[^{}]*\}|\{\{resolve:[^{}]*\}\}|[*?]/g;
/** How a policy writes a character that is no wildcard and no variable. */
const escapes: Readonly<Record<string, string>> = { '${*}': '*', '${?}': '?', '${$}': '$' };

/** Texts of one template read alike: the same token is the same number everywhere. */
export class Symbols {
  private readonly ids = new Map<string, number>();
  private readonly tokens: Token[] = [];
  private readonly patterns = new Map<string, Codes>();
  private readonly texts = new Map<string, Codes>();
  private readonly answers = new WeakMap<Codes, WeakMap<Codes, Truth>>();
  private readonly marks: RegExp;
  private readonly knownOf: (token: string) => Known;

  /**
   * `apart`: accounts that are none of the deployment's, and equal only themselves. In every text they count as tokens
   * that are generated, as the deployment's account then does.
   */
  constructor(knownOf: (token: string) => Known = unknown, apart: readonly string[] = []) {
    const own = apart.length === 0 ? [] : ['${AWS::AccountId}'];
    this.knownOf = (token) =>
      [...apart, ...own].includes(token) ? { isGenerated: true } : knownOf(token);
    this.marks = apart.length === 0 ? marks : new RegExp(`${marks.source}|${apart.join('|')}`, 'g');
  }

  /** With wildcards. */
  pattern(text: string): Codes {
    return kept(this.patterns, text, () => this.codes(text, true));
  }

  /** As it stands; what looks like a wildcard is a character. */
  text(text: string): Codes {
    return kept(this.texts, text, () => this.codes(text, false));
  }

  /** What was worked out for these two before. */
  once(pattern: Codes, text: Codes, work: () => Truth): Truth {
    const known = this.answers.get(pattern)?.get(text);
    if (known !== undefined) return known;
    const truth = work();
    const answers = this.answers.get(pattern) ?? new WeakMap<Codes, Truth>();
    this.answers.set(pattern, answers.set(text, truth));
    return truth;
  }

  /** Nothing for a character or a wildcard. */
  token(code: number): Token | undefined {
    return this.tokens[firstToken - code];
  }

  private codes(text: string, hasWildcards: boolean): Codes {
    const codes: number[] = [];
    const put = (plain: string): void => {
      for (let at = 0; at < plain.length; at += 1) codes.push(plain.charCodeAt(at));
    };
    let from = 0;
    for (const { 0: mark, index } of text.matchAll(this.marks)) {
      put(text.slice(from, index));
      from = index + mark.length;
      if (mark.length > 1 && escapes[mark] === undefined) codes.push(this.idOf(mark));
      else if (mark.length === 1 && hasWildcards) codes.push(mark === '*' ? star : anyOne);
      else put(escapes[mark] ?? mark);
    }
    put(text.slice(from));
    return codes;
  }

  private idOf(token: string): number {
    const known = this.ids.get(token);
    if (known !== undefined) return known;
    const id = firstToken - this.tokens.length;
    this.ids.set(token, id);
    const { isGenerated, form } = this.knownOf(token);
    const isAccount = /^\d/.test(token);
    this.tokens.push({
      ...{ text: token, isGenerated },
      mayHold: isAccount ? () => false : holdersOf(token),
      isOnePart: isAccount || form !== undefined || forms[token] !== undefined,
      mayBe: (text) => form?.test(text) ?? true,
    });
    return id;
  }
}

const unknown = (): Known => ({ isGenerated: false });

/** Letters, digits and a dash; a region and a partition have no others, an account has digits. */
const forms: Readonly<Record<string, RegExp>> = {
  '${AWS::AccountId}': /\d/,
  '${AWS::Region}': /[a-z0-9-]/,
  '${AWS::Partition}': /[a-z-]/,
};

function holdersOf(token: string): Token['mayHold'] {
  const form = forms[token];
  if (form === undefined) return () => true;
  return (character) => form.test(String.fromCharCode(character));
}
