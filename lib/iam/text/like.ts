/** Does a pattern match a text? Where a `${...}` of the template decides, that is not known. Pure. */
import type { Truth } from '../truth.ts';
import { anyOne, star, type Codes, type Symbols, type Token } from './symbols.ts';

/** `*` stands for any text, none too; `?` for one character. The same token is the same text. */
export function like(pattern: Codes, text: Codes, symbols: Symbols): Truth {
  if (isCertain(pattern, text)) return true;
  if (!hasToken(pattern) && !hasToken(text)) return false;
  return symbols.once(pattern, text, () => mayBeLike(pattern, text, symbols));
}

function hasToken(codes: Codes): boolean {
  return codes.some((code) => code < anyOne);
}

function mayBeLike(pattern: Codes, text: Codes, symbols: Symbols): Truth {
  if (!isFit(pattern, text, symbols) || !isPossible(pattern, text, symbols)) return false;
  const tokens = [...pattern, ...text].filter((code) => code < anyOne);
  // What stands on both sides is not what decides.
  const apart = tokens.filter((code) => !(pattern.includes(code) && text.includes(code)));
  const deciding = (apart.length > 0 ? apart : tokens).map((code) => symbols.token(code)?.text);
  return { needs: [...new Set(deciding.filter((each) => each?.includes('{')))] as string[] };
}

/**
 * Up to the first wildcard, part by part: a token alone against a plain text has to look like it. A token of which no
 * form is known may hold several parts.
 */
function isFit(pattern: Codes, text: Codes, symbols: Symbols): boolean {
  const [wanted, given] = [partsOf(pattern), partsOf(text)];
  for (const [at, part] of wanted.entries()) {
    const other = given[at];
    if (other === undefined || [...part, ...other].some((code) => isOpen(code, symbols)))
      return true;
    if (!fits(part, other, symbols) || !fits(other, part, symbols)) return false;
  }
  return true;
}

const separators = ['/', ':'].map((sign) => sign.charCodeAt(0));

function partsOf(codes: Codes): readonly Codes[] {
  const cut: number[][] = [[]];
  for (const code of codes)
    if (separators.includes(code)) cut.push([]);
    else cut.at(-1)?.push(code);
  return cut;
}

function isOpen(code: number, symbols: Symbols): boolean {
  if (code === star || code === anyOne) return true;
  return symbols.token(code)?.isOnePart === false;
}

function fits([only, ...more]: Codes, plain: Codes, symbols: Symbols): boolean {
  const token = more.length > 0 || only === undefined ? undefined : symbols.token(only);
  if (token === undefined || plain.some((code) => code < 0)) return true;
  return token.mayBe(String.fromCharCode(...plain));
}

/** The usual way with wildcards: at a mismatch the last star takes one more. */
function isCertain(pattern: Codes, text: Codes): boolean {
  let [p, t] = [0, 0];
  let lastStar = -1;
  let afterStar = 0;
  while (t < text.length) {
    if (isMet(pattern[p], text[t])) {
      p += 1;
      t += 1;
    } else if (pattern[p] === star) {
      lastStar = p;
      afterStar = t;
      p += 1;
    } else if (lastStar >= 0) {
      p = lastStar + 1;
      afterStar += 1;
      t = afterStar;
    } else return false;
  }
  while (pattern[p] === star) p += 1;
  return p === pattern.length;
}

function isMet(pattern: number | undefined, text: number | undefined): boolean {
  if (pattern === undefined || text === undefined || pattern === star) return false;
  return pattern === text || (pattern === anyOne && text >= 0);
}

/** Is there anything that the tokens may stand for, with which it matches? Each stands for one character at least. */
function isPossible(pattern: Codes, text: Codes, symbols: Symbols): boolean {
  const width = text.length + 1;
  // From the end: can the rest of the pattern match the rest of the text?
  const can = new Uint8Array((pattern.length + 1) * width);
  for (let p = pattern.length; p >= 0; p -= 1)
    for (let t = text.length; t >= 0; t -= 1) {
      const at = (dp: number, dt: number): boolean => can[(p + dp) * width + t + dt] === 1;
      can[p * width + t] = steps({ pattern: pattern[p], text: text[t], at, symbols }) ? 1 : 0;
    }
  return can[0] === 1;
}

interface Step {
  /** Nothing at its end. */
  readonly pattern: number | undefined;
  readonly text: number | undefined;
  /** Can what comes after so many of each match? */
  readonly at: (pattern: number, text: number) => boolean;
  readonly symbols: Symbols;
}

function steps(step: Step): boolean {
  const { pattern, text, at } = step;
  if (pattern === undefined) return text === undefined;
  if (pattern === star) return at(1, 0) || (text !== undefined && at(0, 1));
  if (text === undefined) return false;
  return isMet(pattern, text) ? at(1, 1) : stepsIn({ ...step, pattern, text });
}

/** Where a token stands on one side, or two on both: it ends here, or goes on. */
function stepsIn({ pattern, text, at, symbols }: Step & Record<'pattern' | 'text', number>) {
  const [inPattern, inText] = [symbols.token(pattern), symbols.token(text)];
  const goesOn = (inText !== undefined && at(1, 0)) || (inPattern !== undefined && at(0, 1));
  return mayMeet([pattern, inPattern], [text, inText]) && (at(1, 1) || goesOn);
}

type Sign = readonly [code: number, token: Token | undefined];

function mayMeet([pattern, inPattern]: Sign, [text, inText]: Sign): boolean {
  if (inPattern !== undefined && inText !== undefined) return !areApart(inPattern, inText);
  if (inText !== undefined) return pattern === anyOne || inText.mayHold(pattern);
  return inPattern?.mayHold(text) ?? false;
}

/** What the deployment makes for two things is never the same. */
function areApart(one: Token, other: Token): boolean {
  return one.isGenerated && other.isGenerated;
}
