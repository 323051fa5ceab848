/** Judgements that were made before, as files: an engine is loaded for a template that it has not seen. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetOldest, noteUse, unlessReadOnly } from '../../state/kept.ts';
import { forgetUnfinished, writeWhole } from '../../state/unfinished.ts';
import { made } from '../../root.ts';
import { kitVersion } from '../../version.ts';
import type { EngineName, Judgeable, Judgement } from './engine.ts';

export const keptJudgements = join(made, 'judged');
/** Two for each template; every stage of every lab makes about a hundred, of a few kilobytes each. */
const mostKept = 600;

/** What the engines are part of, and so what their judgement depends on. */
const packages = ['aws-cdk-lib', 'cdk-nag'] as const;

/** @throws where one of them is not installed */
export function engineVersions(): Readonly<Record<EngineName, string>> {
  const [cdk = '', nag = ''] = packages.map(versionOf);
  return { 'cdk-nag': nag, 'CloudFormation Validate': `of aws-cdk-lib ${cdk}` };
}

function versionOf(name: string): string {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** A key that is the same as long as the judgement must be. */
export function keysFor(
  engine: EngineName,
): (judged: Omit<Judgeable, 'file'>, json: string) => string {
  const about = [engine, kitVersion(), ...packages.map(versionOf), ownSources()].join('\0');
  return ({ account = '', region = '' }, json) =>
    createHash('sha256')
      .update([about, account, region, ''].join('\0'))
      .update(json)
      .digest('hex')
      .slice(0, 32);
}

/** What the kit makes of what an engine says may change without a new version of anything. */
function ownSources(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(import.meta.dirname).sort())
    hash.update(readFileSync(join(import.meta.dirname, name)));
  return hash.digest('hex');
}

export function keptJudgement(key: string): Judgement | undefined {
  const file = fileOf(key);
  if (!existsSync(file)) return undefined;
  try {
    const judgement = JSON.parse(readFileSync(file, 'utf8')) as Judgement;
    noteUse(file);
    return judgement;
  } catch {
    return undefined;
  }
}

/** Whoever may not write here judges all the same, only slower. */
export function keepJudgement(key: string, judgement: Judgement): void {
  unlessReadOnly(() => {
    mkdirSync(keptJudgements, { recursive: true });
    writeWhole(fileOf(key), JSON.stringify(judgement));
  });
}

export function forgetOldJudgements(): void {
  forgetOldest(keptJudgements, mostKept);
}

/** For what an engine reads and writes; the one of a killed command is removed by the next. */
export function folderToWorkIn(engine: EngineName): string {
  const folder = join(keptJudgements, `${engine}.${process.pid}`);
  try {
    forgetUnfinished(keptJudgements);
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch {
    return mkdtempSync(join(tmpdir(), 'lab-judge-'));
  }
}

function fileOf(key: string): string {
  return join(keptJudgements, `${key}.json`);
}
