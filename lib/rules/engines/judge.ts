/** The door: opened templates -> what cdk-nag and CloudFormation Validate say of each. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../errors.ts';
import { assumedStack } from '../../template/assume.ts';
import type { Opened } from '../../template/open.ts';
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
  folderToWorkIn,
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
 * @param opened what was only assumed in it is nobody's to judge
 * @param starts is told when an engine has work
 */
export async function judgedBy(
  engines: readonly EngineName[],
  opened: Pick<Opened, 'templates' | 'decided'>,
  starts: () => void = () => undefined,
): Promise<readonly EngineVerdict[]> {
  const written = opened.templates
    .filter(({ stack }) => stack !== assumedStack)
    .map((template) => writtenOf(template, opened));
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

/** A template in a form that every engine reads. */
interface WrittenTemplate extends Omit<Judgeable, 'file'> {
  readonly json: string;
}

function writtenOf(
  { stack, resources }: Template,
  { decided }: Pick<Opened, 'decided'>,
): WrittenTemplate {
  const [first] = resources;
  return {
    json: JSON.stringify(decided(stack)),
    ...{ account: first?.account, region: first?.region },
  };
}

async function verdictOf(
  name: EngineName,
  templates: readonly WrittenTemplate[],
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
  templates: readonly WrittenTemplate[],
  starts: () => void,
): Promise<readonly Judgement[]> {
  const keyOf = keysFor(engine);
  const all = templates.map((template) => {
    const key = keyOf(template, template.json);
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
  templates: readonly WrittenTemplate[],
): Promise<readonly Judgement[]> {
  if (templates.length === 0) return [];
  const folder = folderToWorkIn(engine);
  try {
    const judgeable = templates.map(({ json, ...place }, at) => {
      const file = join(folder, `${at}.json`);
      writeFileSync(file, json);
      return { file, ...place };
    });
    return await judgeApart({ engine, templates: judgeable, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function whyMissing(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND'
    ? 'it is not installed here'
    : messageOf(error);
}
