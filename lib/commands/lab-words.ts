/** What many commands read from what was typed: the lab, its stage and parameters. */
import { loadLab } from '../catalog.ts';
import type { Lab } from '../lab.ts';
import { chosenParameters, parseParameters, type Parameters } from '../parameters.ts';
import { parseStage, shownStage } from '../stages.ts';
import { listOption, textOption, type Typed } from './command.ts';

export interface TypedLab {
  readonly id: string;
  readonly lab: Lab;
  /** The stage as typed, or nothing. */
  readonly typedStage: string | undefined;
  /** The stage as typed, else the one that the lab shows. */
  readonly stage: string;
  readonly parameters: Parameters;
  /** Of a LocalStack that runs already. */
  readonly endpoint: string | undefined;
}

/** @throws UnknownLab, UnknownStage, UnknownParameter, BadParameter */
export async function typedLab(typed: Typed): Promise<TypedLab> {
  const id = typed.words[0] ?? '';
  const lab = await loadLab(id);
  const stage = textOption(typed, 'stage');
  const typedStage = stage === undefined ? undefined : parseStage(lab, stage);
  return {
    id,
    lab,
    typedStage,
    stage: typedStage ?? shownStage(lab),
    parameters: chosenParameters(lab, parseParameters(listOption(typed, 'parameter'))),
    endpoint: textOption(typed, 'endpoint'),
  };
}
