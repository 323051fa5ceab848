/** The part of the command table that looks at templates, and brings nothing to life. */
import type { Command } from './command.ts';
import { chosen, ofWhat, stage } from './options.ts';

export const onTemplates: readonly Command[] = [
  {
    name: 'synth',
    words: 'LAB',
    summary: 'The CloudFormation template of a lab at a stage.',
    example: './lab synth todo-api --stage 2',
    options: {
      stage,
      parameter: chosen,
      out: { says: 'copy the assembly to this new folder', value: 'FOLDER' },
    },
    load: () => import('./synth.ts'),
  },
  {
    name: 'diff',
    words: 'LAB STAGE STAGE',
    summary: 'What one stage adds, changes and removes against another.',
    example: './lab diff todo-api 1 2',
    options: { parameter: chosen },
    load: () => import('./diff.ts'),
  },
  {
    name: 'reach',
    words: 'WHAT [FROM] [TO] [PROTO/PORT]',
    summary:
      'What can reach what, gate by gate, in a lab, a template or an assembly. Without PROTO/PORT: on which ports; without FROM and TO: all that is exposed. Exit 0 reachable, 1 blocked, 2 partly or depends.',
    example: './lab reach alb-asg internet Fleet tcp/8080 --explain',
    options: {
      ...ofWhat,
      explain: { says: 'what the reason means, and the smallest change that would open it' },
      'source-port': { says: 'only from this port of the sender', value: 'PORT' },
    },
    load: () => import('./reach.ts'),
  },
  {
    name: 'review',
    words: 'WHAT',
    summary:
      'The report on templates: picture, exposure, who may do what, findings, change, cost, what stays behind.',
    example: './lab review vpc-public-private@6 --base vpc-public-private@5',
    options: {
      ...ofWhat,
      base: {
        says: 'what it is compared with: LAB@STAGE, a template, an assembly',
        value: 'OTHER',
      },
      out: { says: 'write review.html and the like to this folder', value: 'FOLDER' },
      format: {
        says: 'html, md, json or sarif, with --out several by comma; unless said md on the screen, html and md in a folder',
        value: 'FORMAT',
      },
      accept: { says: 'findings that are accepted, of docs/accept.md', value: 'FILE' },
      rules: {
        says: "whose rules beside the kit's own: nag, validate (both, unless said) or kit alone",
        value: 'LIST',
      },
      'new-only': { says: 'only findings, and lines for a person, that the base does not have' },
      'fail-on': {
        says: 'exit 1 on findings, exposure, cost or replacement',
        ...{ value: 'WHAT', many: true },
      },
    },
    load: () => import('./review.ts'),
  },
  {
    name: 'may',
    words: 'WHAT [PRINCIPAL] ACTION RESOURCE',
    summary:
      "Who may do what in a lab, a template or an assembly, and which statement decides. PRINCIPAL is a role, a user or what acts as a role, an ARN, an account number (its root user), a service or anonymous; RESOURCE a resource, something/in/it, an ARN, or '*' for an action that is on none (the star itself, not every resource). Exit 0 allowed, 1 denied, 2 depends.",
    example: './lab may todo-api Handlers/Todos dynamodb:Scan Data/Todos --explain',
    options: {
      ...ofWhat,
      context: {
        says: "what the request carries; '${LogicalId}' is a resource's name, '${LogicalId.Arn}' its ARN",
        value: 'KEY=VALUE',
        many: true,
      },
      without: {
        says: 'a condition key that the request does not carry',
        value: 'KEY',
        many: true,
      },
      policy: {
        says: 'a policy that no template shows: identity, resource, boundary, session, scp, rcp',
        value: 'KIND=FILE',
        many: true,
      },
      who: { says: 'everybody who may; without PRINCIPAL' },
      explain: { says: 'what is missing; with --who also who may not, and why' },
    },
    load: () => import('./may.ts'),
  },
  {
    name: 'cost',
    words: 'WHAT [STAGE]',
    summary:
      'What a lab, a template or an assembly costs by the hour, and forgotten for a month; with --diff what a stage adds.',
    example: './lab cost todo-api --diff 2 3',
    options: {
      ...ofWhat,
      parameter: chosen,
      diff: { says: 'from this stage to the other', value: 'STAGE STAGE' },
    },
    load: () => import('./cost.ts'),
  },
];
