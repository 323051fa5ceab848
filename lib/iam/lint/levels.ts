/** Actions of S3 on an ARN of another level: on a bucket's what is done to objects, and the other way round. Pure. */
import type { Listed } from '../policy/statement.ts';
import { partsOf } from '../text/arn.ts';
import { anyOne, star, type Symbols } from '../text/symbols.ts';
import { isMeant } from './actions.ts';
import { placeOf, type Look } from './fault.ts';
import { s3Levels, type Level } from './s3-actions.ts';

const meant: Readonly<Record<Level, string>> = {
  bucket: 'is on a bucket, and the statement names none',
  object: 'is on objects, and the statement names none: they are bucket/*',
  account: 'is on no resource: it wants *',
};

/** Actions that fit none of the resources beside them: the statement says nothing of them. */
export const unfitActions: Look = (statement, { symbols }) => {
  const { actions, resources } = statement;
  if (actions.isExcept || resources === undefined || resources.isExcept) return [];
  const levels = levelsOf(resources, symbols);
  return actions.patterns.flatMap((pattern, at) => {
    const wanted = wantedBy(pattern, symbols);
    const [first] = wanted;
    if (first === undefined || levels.has('any') || wanted.some((each) => levels.has(each)))
      return [];
    const says = `${pattern} ${meant[first]}`;
    return [{ place: placeOf(statement, 'Action', at), says, fault: 'arn-level' as const }];
  });
};

/** None where it is of no concern here: of another service, or on what is no bucket. */
function wantedBy(pattern: string, symbols: Symbols): readonly Level[] {
  if (!/^s3:/i.test(pattern)) return [];
  const found = [...s3Levels]
    .filter(([name]) => isMeant(pattern, `s3:${name}`, symbols))
    .map(([, level]) => level);
  return [...new Set(found)];
}

function levelsOf({ patterns }: Listed, symbols: Symbols): ReadonlySet<Level | 'any' | 'none'> {
  return new Set(patterns.map((each) => levelOf(each, symbols)));
}

/** Of a pattern that may mean both, or an access point: any. */
function levelOf(pattern: string, symbols: Symbols): Level | 'any' | 'none' {
  const [, , service = '', ...rest] = partsOf(pattern);
  const [region, account, resource] = rest;
  if (resource === undefined || /[*?$]|\{\{/.test(service)) return 'any';
  if (service !== 's3') return 'none';
  // An access point has both.
  if (`${region}${account}` !== '') return 'any';
  const codes = symbols.pattern(resource);
  if (codes.includes('/'.charCodeAt(0))) return 'object';
  return codes.some((code) => mayHoldSlash(code, symbols)) ? 'any' : 'bucket';
}

function mayHoldSlash(code: number, symbols: Symbols): boolean {
  return code === star || code === anyOne || symbols.token(code)?.isOnePart === false;
}
