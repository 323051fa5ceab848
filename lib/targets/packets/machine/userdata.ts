/**
 * What cloud-init makes of user data, before the machine plays it: a script, files to write, or why it is not played.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
import { parse } from 'yaml';

export interface WrittenFile {
  readonly path: string;
  readonly base64: string;
  readonly mode: number;
  readonly appends: boolean;
}

export type Played =
  | { readonly kind: 'none' }
  | { readonly kind: 'not played'; readonly why: string }
  | { readonly kind: 'script'; readonly text: string; readonly files: readonly WrittenFile[] };

const parts = new Map([
  ['#cloud-boothook', 'a boot hook'],
  ['#include', 'an include of other user data'],
  ['#upstart-job', 'an upstart job'],
  ['#part-handler', 'a part handler'],
  ['content-type:', 'user data of several MIME parts'],
  ['mime-version:', 'user data of several MIME parts'],
]);

export function played(text: string | undefined): Played {
  const begins = (text ?? '').trimStart().toLowerCase();
  if (text === undefined || begins === '') return { kind: 'none' };
  if (begins.startsWith('#!')) return { kind: 'script', text, files: [] };
  if (begins.startsWith('#cloud-config')) return cloudConfig(text);
  for (const [start, what] of parts)
    if (begins.startsWith(start))
      return notPlayed(`${what}; a script or a simple #cloud-config is`);
  return notPlayed('it begins neither with #! nor with #cloud-config, and cloud-init ignores it');
}

function notPlayed(why: string): Played {
  return { kind: 'not played', why };
}

const readers = new Map<string, (value: unknown) => readonly string[]>([
  ['package_update', () => []],
  ['package_upgrade', () => []],
  ['packages', (value) => [`dnf install -y ${listOf(value).map(quoted).join(' ')}`]],
  ['runcmd', (value) => listOf(value).map(commandOf)],
  ['write_files', () => []],
]);

/** As cloud-init runs its modules: files, packages, then commands, whatever the order in the text. */
function cloudConfig(text: string): Played {
  let config: unknown;
  try {
    config = parse(text) ?? {};
  } catch (error) {
    return notPlayed(`#cloud-config that is no YAML (${String(error).split('\n')[0] ?? ''})`);
  }
  if (!isRecord(config)) return notPlayed('#cloud-config that is no mapping');
  const other = Object.keys(config).filter((key) => !readers.has(key));
  if (other.length > 0) return notPlayed(`${other.join(', ')} of #cloud-config`);
  const lines = [...readers].flatMap(([key, read]) =>
    config[key] === undefined ? [] : read(config[key]),
  );
  const files = listOf(config['write_files']).map(fileOf);
  const whole = files.filter((each) => each !== undefined);
  if (whole.length < files.length) return notPlayed('write_files with a coding other than base64');
  return { kind: 'script', text: ['#!/bin/sh', ...lines, ''].join('\n'), files: whole };
}

function fileOf(value: unknown): WrittenFile | undefined {
  if (!isRecord(value)) return undefined;
  const { path, content, permissions, append, encoding } = value;
  const coding = stringOf(encoding, 'text/plain');
  if (typeof path !== 'string' || !/^(text\/plain|b64|base64)$/.test(coding)) return undefined;
  const given = stringOf(content, '');
  return {
    path,
    base64: coding === 'text/plain' ? Buffer.from(given).toString('base64') : given,
    mode: parseInt(stringOf(permissions, '0644'), 8),
    appends: append === true,
  };
}

/** A list is a command with its arguments, a string is for the shell. */
function commandOf(value: unknown): string {
  return Array.isArray(value) ? value.map(quoted).join(' ') : stringOf(value, '');
}

function quoted(value: unknown): string {
  return `'${stringOf(value, '').replaceAll("'", String.raw`'\''`)}'`;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function stringOf(value: unknown, missing: string): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : missing;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
