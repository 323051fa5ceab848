/** What the kit had the system install, outside its own folder: kept so that a person can be told. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { made } from '../root.ts';
import { writeWhole } from './unfinished.ts';

export interface SystemPackage {
  readonly name: string;
  /** The one command that takes it away. */
  readonly remove: string;
}

const usual = join(made, 'system-packages.json');

export function systemPackages(file = usual): readonly SystemPackage[] {
  if (!existsSync(file)) return [];
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(read) ? (read as SystemPackage[]) : [];
}

/** Each once, however often it was installed. */
export function noteSystemPackages(packages: readonly SystemPackage[], file = usual): void {
  const names = new Set(packages.map(({ name }) => name));
  const others = systemPackages(file).filter(({ name }) => !names.has(name));
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, `${JSON.stringify([...others, ...packages], null, 2)}\n`, 0o600);
}

/** One line each, for who removes the kit. */
export function outsideLines(packages = systemPackages()): readonly string[] {
  return packages.map(
    ({ name, remove }) => `The system package ${name} is outside this folder and stays: ${remove}`,
  );
}
