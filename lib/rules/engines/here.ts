/** An engine by its name, loaded when it is asked: each loads the CDK. */
import type { Engine, EngineName, Judgeable, Judgement } from './engine.ts';

export interface Asked {
  readonly engine: EngineName;
  readonly templates: readonly Judgeable[];
  /** For what the engine writes. */
  readonly folder: string;
}

export async function judgeHere(asked: Asked): Promise<readonly Judgement[]> {
  const engine = await engines[asked.engine]();
  return engine.judge(asked.templates, asked.folder);
}

const engines: Readonly<Record<EngineName, () => Promise<Engine>>> = {
  'cdk-nag': async () => (await import('./nag.ts')).nag,
  'CloudFormation Validate': async () => (await import('./validate.ts')).validate,
};
