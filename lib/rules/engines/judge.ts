/** The door: opened templates -> what cdk-nag and CloudFormation Validate say of each. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../errors.ts';
import { assumedStack } from '../../template/assume.ts';
import type { Opened } from '../../template/open.ts';
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

type Asked = Pick<Opened, 'templates' | 'decided'>;

/**
 * Loads no CDK where every template was judged before, and each engine once for all.
 * @param all what was only assumed in them is nobody's to judge
 * @param starts is told when an engine has work
 * @returns for each of them what every engine says
 */
export async function judgedBy(
  engines: readonly EngineName[],
  all: readonly Asked[],
  starts: () => void = () => undefined,
): Promise<readonly (readonly EngineVerdict[])[]> {
  const written = all.map((each) => writtenIn(each));
  const verdicts = await verdictsOf(engines, written.flat(), starts);
  const ends = written.map((_, at) => written.slice(0, at + 1).flat().length);
  return written.map((here, at) =>
    verdicts.map(({ judgements: every, ...verdict }) => {
      const end = ends[at] ?? 0;
      return { ...verdict, judgements: every.slice(end - here.length, end) };
    }),
  );
}

function verdictsOf(
  engines: readonly EngineName[],
  written: readonly WrittenTemplate[],
  starts: () => void,
): Promise<readonly EngineVerdict[]> {
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

function writtenIn({ templates, decided }: Asked): readonly WrittenTemplate[] {
  return templates
    .filter(({ stack }) => stack !== assumedStack)
    .map(({ stack, resources: [first] }) => ({
      json: JSON.stringify(decided(stack)),
      ...{ account: first?.account, region: first?.region },
    }));
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
