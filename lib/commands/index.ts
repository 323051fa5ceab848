/** The command table: help, parsing and dispatch are made from it. Each command is loaded when it is typed. */
import type { Command, OptionOf } from './command.ts';
import { onTemplates } from './on-templates.ts';
import { all, chosen, endpoint, on, stage } from './options.ts';

export const everywhere: Readonly<Record<string, OptionOf>> = {
  json: { says: 'print one JSON object and nothing else (docs/json.md)' },
  yes: { says: 'answer every question with yes (so does CI=true)' },
  help: { says: 'show this', short: 'h' },
};

export const commands: readonly Command[] = [
  {
    name: 'list',
    words: '',
    summary: 'The labs: level, question, what they may cost.',
    example: './lab list --service Cognito',
    options: {
      family: { says: 'only of this family', value: 'FAMILY' },
      service: { says: 'only with a service whose name contains this', value: 'SERVICE' },
      level: { says: 'only of this level', value: '100|200|300|400' },
      exam: { says: 'by task statement of the exam SAA-C03' },
      evidence: { says: 'where and when each lab was last judged on this machine' },
    },
    load: () => import('./list.ts'),
  },
  {
    name: 'show',
    words: 'LAB',
    summary: 'One lab: its question, stages, checks and experiments.',
    example: './lab show todo-api',
    options: {},
    load: () => import('./show.ts'),
  },
  {
    name: 'readme',
    words: 'LAB',
    summary: "Makes the parts of a lab's README anew that its templates and its contract say.",
    example: './lab readme alb-asg --check',
    options: { check: { says: 'write nothing: exit code 1 where one is stale' } },
    load: () => import('./readme.ts'),
  },
  {
    name: 'up',
    words: 'LAB',
    summary: 'Brings a lab to life, or lets it grow to another stage.',
    example: './lab up todo-api --stage 2',
    options: {
      on,
      endpoint,
      stage,
      parameter: chosen,
      'dry-run': { says: 'with --on aws: show what would be made, and make nothing' },
    },
    load: () => import('./up.ts'),
  },
  {
    name: 'check',
    words: 'LAB',
    summary: 'Judges the checks of a lab, where it is up or on the strongest target here.',
    example: './lab check todo-api --on model --all-stages',
    options: {
      on: { ...on, says: `${on.says}; all: every one that is there` },
      endpoint,
      stage,
      parameter: chosen,
      'all-stages': { says: 'the whole ladder of stages' },
      only: { says: 'only this check', value: 'CHECK', many: true },
      record: {
        says: 'write a redacted recording of what was asked and answered',
        value: 'FOLDER',
      },
      junit: { says: 'write the verdicts as JUnit XML, for build servers', value: 'FILE' },
      all,
      watch: { says: 'judge again whenever the lab is saved, and name what changed' },
    },
    load: () => import('./check.ts'),
  },
  {
    name: 'down',
    words: 'LAB',
    summary: 'Removes a lab and looks that nothing of it is left.',
    example: './lab down todo-api',
    options: {},
    load: () => import('./down.ts'),
  },
  {
    name: 'permissions',
    words: 'LAB',
    summary: 'The least-privilege policy of a person who brings the lab up on AWS.',
    example: './lab permissions todo-api',
    options: { stage, parameter: chosen },
    load: () => import('./permissions.ts'),
  },
  {
    name: 'sweep',
    words: '',
    summary:
      'What expired or has no lab any more in the sandbox account (target aws), in every allowed region. Removes nothing by itself.',
    example: './lab sweep --remove',
    options: { remove: { says: 'remove what is ours, after a question' } },
    load: () => import('./sweep.ts'),
  },
  {
    name: 'status',
    words: '',
    summary: 'What is up, where, since when.',
    example: './lab status',
    options: {},
    load: () => import('./status.ts'),
  },
  {
    name: 'break',
    words: 'LAB [EXPERIMENT]',
    summary:
      'Makes a mistake on purpose; the checks that notice fail. Leaves what runs broken for a look around.',
    example: './lab break todo-api open-method',
    options: {
      on,
      parameter: chosen,
      predict: { says: 'the checks that you expect to fail, by comma', value: 'CHECKS' },
      all: { says: 'every experiment, each made, judged and repaired' },
      thorough: { says: 'with --all: judge every check under every experiment' },
    },
    load: () => import('./break.ts'),
  },
  {
    name: 'repair',
    words: 'LAB',
    summary: 'Takes back what break did, and judges again.',
    example: './lab repair todo-api',
    options: {},
    load: () => import('./repair.ts'),
  },
  {
    name: 'call',
    words: 'LAB METHOD PATH [BODY]',
    summary: "A request to the lab's API, as nobody or as one of its users.",
    example: `./lab call todo-api POST /todos '{"title":"pass"}' --as A`,
    options: {
      as: { says: 'user of the lab: A or B', value: 'USER' },
      to: { says: 'which API, where a lab has more than one', value: 'PLACE' },
      header: { says: 'a header line', value: 'NAME:VALUE', many: true, short: 'H' },
      curl: { says: 'print the curl line instead' },
    },
    load: () => import('./call.ts'),
  },
  {
    name: 'logs',
    words: 'LAB [PLACE]',
    summary: 'What the functions of a running lab wrote.',
    example: './lab logs todo-api Handlers/Todos',
    options: { last: { says: 'how many lines (default 40)', value: 'LINES' } },
    load: () => import('./logs.ts'),
  },
  ...onTemplates,
  {
    name: 'doctor',
    words: '',
    summary:
      'What this machine has of what the kit needs, how to repair what is missing, and what takes how much disk.',
    example: './lab doctor',
    options: {
      on: { says: 'what this target needs besides: packets, localstack, aws', value: 'TARGET' },
      install: {
        says: 'set up what is not needed by everybody: localstack (575 MB)',
        value: 'NAME',
      },
      repair: { says: "make the emulator's environment anew" },
    },
    load: () => import('./doctor.ts'),
  },
  {
    name: 'test',
    words: '[localstack|browser] [NAME...]',
    summary:
      'Everything the kit has to hold itself to; with localstack, all labs on a LocalStack that it installs (575 MB); with browser, the pages of reviews in a Chromium. The last line is the count.',
    example: './lab test',
    options: {},
    load: () => import('./test.ts'),
  },
  {
    name: 'clean',
    words: '',
    summary: 'Removes everything the kit made or installed in its folder.',
    example: './lab clean',
    options: { 'keep-packages': { says: 'leave the Node packages' } },
    load: () => import('./clean.ts'),
  },
];
