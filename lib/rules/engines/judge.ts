/** The door: opened templates -> what cdk-nag and CloudFormation Validate say of each. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../errors.ts';
import { assumedStack } from '../../template/assume.ts';
import { readStack } from '../../template/read.ts';
import type { Template } from '../../template/template.ts';
import { judgeApart } from './apart.ts';
import {
  engineNames,
  notJudged,
  type EngineName,
  type Judgeable,
  type Judgement,
} from './engine.ts';
import {
  engineVersions,
  forgetOldJudgements,
  keepJudgement,
  keptJudgement,
  keysFor,
} from './kept.ts';

/** One engine's part in a report. */
export interface EngineVerdict {
  readonly name: EngineName;
  readonly version: string;
  /** Why it did not run at all; null where it did. */
  readonly missing: string | null;
  /** One for each template, in their order; none where it did not run. */
  readonly judgements: readonly Judgement[];
}

/**
 * Loads no CDK where every template was judged before.
 * @param templates as opened; one that was only assumed is nobody's to judge
 * @param starts is told when an engine has work
 */
export async function judgedBy(
  engines: readonly EngineName[],
  templates: readonly Template[],
  starts: () => void = () => undefined,
): Promise<readonly EngineVerdict[]> {
  const written = templates.filter(({ stack }) => stack !== assumedStack);
  return Promise.all(
    engineNames.map((name) =>
      engines.includes(name)
        ? verdictOf(name, written, starts)
        : Promise.resolve({
            ...{ name, version: '', judgements: [] },
            missing: 'nobody asked for it',
          }),
    ),
  );
}

async function verdictOf(
  name: EngineName,
  templates: readonly Template[],
  starts: () => void,
): Promise<EngineVerdict> {
  try {
    const version = engineVersions()[name];
    return { name, version, missing: null, judgements: await judgements(name, templates, starts) };
  } catch (error) {
    return { name, version: '', missing: whyMissing(error), judgements: [] };
  }
}

async function judgements(
  engine: EngineName,
  templates: readonly Template[],
  starts: () => void,
): Promise<readonly Judgement[]> {
  const keyOf = keysFor(engine);
  const all = templates.map((template) => {
    const key = keyOf(placeOf(template), readFileSync(template.file));
    return { template, key, kept: keptJudgement(key) };
  });
  const unknown = all.filter(({ kept }) => kept === undefined);
  if (unknown.length > 0) starts();
  const judged = await judgedNow(
    engine,
    unknown.map(({ template }) => template),
  );
  const fresh = new Map(unknown.map(({ key }, at) => [key, judged[at]]));
  for (const [key, judgement] of fresh) if (judgement !== undefined) keepJudgement(key, judgement);
  if (fresh.size > 0) forgetOldJudgements();
  return all.map(({ key, kept }) => kept ?? fresh.get(key) ?? notJudged('it said nothing'));
}

async function judgedNow(
  engine: EngineName,
  templates: readonly Template[],
): Promise<readonly Judgement[]> {
  if (templates.length === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), 'lab-judge-'));
  try {
    const written = templates.map((each, at) => asJson(each, join(folder, `${at}.json`)));
    const judgeable = written.filter((each) => typeof each !== 'string');
    const judged = await judgeApart({ engine, templates: judgeable, folder });
    const rest = [...judged];
    return written.map((each) =>
      typeof each === 'string' ? notJudged(each) : (rest.shift() ?? notJudged('it said nothing')),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The template in a form that every engine reads, or why there is none. */
function asJson(template: Template, file: string): Judgeable | string {
  try {
    const { raw } = readStack(template.file, template.stack);
    writeFileSync(file, JSON.stringify(raw));
    return { file, ...placeOf(template) };
  } catch (error) {
    return messageOf(error);
  }
}

function placeOf({ resources }: Template): Omit<Judgeable, 'file'> {
  const [first] = resources;
  return { account: first?.account, region: first?.region };
}

function whyMissing(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND'
    ? 'it is not installed here'
    : messageOf(error);
}
