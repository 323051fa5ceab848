/** Help, made from the command table. */
import { columns } from '../output/table.ts';
import type { Command, OptionOf } from './command.ts';
import { commands, everywhere } from './index.ts';

/** One screen: what one can do, and how to begin. */
export function overview(): readonly string[] {
  return [
    'AWS architectures that prove themselves. No account, no Docker.',
    ...columns(
      [
        [
          'look',
          'list · show LAB · synth LAB · diff LAB N M · cost WHAT · reach WHAT FROM TO tcp/80 · may WHAT WHO s3:GetObject IT',
        ],
        [
          'live',
          'up LAB · call LAB GET /path · check LAB · logs LAB · shell LAB INSTANCE · status · down LAB',
        ],
        ['learn', 'break LAB EXPERIMENT · repair LAB'],
        ['keep', 'doctor · test · clean'],
      ],
      2,
    ),
    'Start with ./lab up todo-api        ./lab COMMAND --help shows an example',
  ];
}

export function helpOn(command: Command): readonly string[] {
  return [
    `./lab ${command.name} ${command.words}`.trimEnd(),
    command.summary,
    '',
    ...optionLines(command.options),
    ...optionLines(everywhere),
    '',
    `Example: ${command.example}`,
  ];
}

function optionLines(options: Readonly<Record<string, OptionOf>>): readonly string[] {
  return columns(
    Object.entries(options).map(([name, { says, value, short }]) => [
      `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
      says,
    ]),
    2,
  );
}

/** Names with summaries, for `./lab help`. */
export function allCommands(): readonly string[] {
  return columns(
    commands.map(({ name, words, summary }) => [`${name} ${words}`.trimEnd(), summary]),
    2,
  );
}
