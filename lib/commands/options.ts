/** Options that several commands have. */
import type { OptionOf } from './command.ts';

export const on: OptionOf = {
  says: 'target: model, packets, emulator, localstack, aws',
  value: 'TARGET',
};
export const endpoint: OptionOf = {
  says: 'with --on localstack: one that runs already',
  value: 'URL',
};
export const stage: OptionOf = { says: 'stage by name or number from 1', value: 'STAGE' };
export const chosen: OptionOf = {
  says: 'a parameter of the lab, such as variant=production',
  value: 'NAME=VALUE',
  many: true,
  short: 'c',
};
/** Of a command that opens any template. */
export const ofWhat: Readonly<Record<string, OptionOf>> = {
  stage,
  parameter: {
    ...chosen,
    says: 'a parameter of the lab, or of the template; its region is AWS::Region=NAME',
  },
  assume: { says: 'facts about what a template only imports (docs/assume.md)', value: 'FILE' },
};
export const all: OptionOf = { says: 'every line, also of what held' };
