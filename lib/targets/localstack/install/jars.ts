/** Jars and the Node package that LocalStack would otherwise download when a service is first used. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../../../errors.ts';
import { findNpm } from './machine.ts';
import { pins } from './places.ts';
import type { Run } from '../../installing/steps.ts';

/** Where LocalStack 4.14.0 looks for them below `lib`. */
const dynamodbLocal = 'dynamodb-local/2';
const jsonata = 'jsonata/0.9.7';
const kinesisLocal = 'kinesis-local/0.5.2';

/** DynamoDB Local, and JSONata for Step Functions. */
export async function installJars(run: Run, folder: string, lib: string): Promise<void> {
  const work = join(folder, 'jars');
  const repository = join(folder, 'maven');
  mkdirSync(join(work, 'classes'), { recursive: true });
  copyFileSync(join(pins, 'pom.xml'), join(work, 'pom.xml'));
  const settings = [`-Dmaven.repo.local=${repository}`, `-Djars=${work}`];
  await run({
    says: 'DynamoDB Local',
    command: 'mvn',
    words: ['-q', '-B', '-ntp', '-C', '-f', join(work, 'pom.xml'), ...settings, 'package'],
  });
  rmSync(repository, { recursive: true, force: true });
  refuseOtherJars(work);
  await assemble(run, work, join(lib, dynamodbLocal));
  mkdirSync(join(lib, jsonata, '..'), { recursive: true });
  renameSync(join(work, 'jsonata'), join(lib, jsonata));
  rmSync(work, { recursive: true, force: true });
}

/** @throws HashMismatch for a file that is not pinned or differs */
function refuseOtherJars(work: string): void {
  const pinned = readFileSync(join(pins, 'jars.sha256'), 'utf8').trim().split('\n');
  const wrong = pinned.find((line) => {
    const [hash, name = ''] = line.split(/\s+/);
    return (
      createHash('sha256')
        .update(readFileSync(join(work, name)))
        .digest('hex') !== hash
    );
  });
  const found = ['agent', 'dynamodb-local', 'jsonata'].flatMap((each) =>
    readdirSync(join(work, each)),
  );
  if (wrong === undefined && found.length === pinned.length) return;
  const name = wrong?.split(/\s+/)[1] ?? 'the list of jars';
  throw new KitError('HashMismatch', `${name} is not what is pinned`, {
    next: 'another mirror may have the right one: check the settings of Maven',
  });
}

/** DynamoDB Local with our main class, laid out as LocalStack starts it. */
async function assemble(run: Run, work: string, place: string): Promise<void> {
  const library = join(place, 'DynamoDBLocal_lib');
  mkdirSync(place, { recursive: true });
  renameSync(join(work, 'dynamodb-local'), library);
  // LocalStack starts it with an agent that raises the limit of indexes; a harmless one stands in.
  const [agent = ''] = readdirSync(join(work, 'agent'));
  renameSync(join(work, 'agent', agent), join(place, 'ddb-local-loader-0.1.jar'));
  const classes = join(work, 'classes');
  const says = 'DynamoDB Local';
  const compile = ['-proc:none', '-cp', `${library}/*`, '-d', classes];
  await run({ says, command: 'javac', words: [...compile, join(pins, 'LoopbackMain.java')] });
  const jars = readdirSync(library).filter((name) => name.endsWith('.jar'));
  const manifest = join(work, 'manifest');
  writeFileSync(manifest, manifestOf(jars.map((name) => `DynamoDBLocal_lib/${name}`)));
  const jar = ['--create', '--file', join(place, 'DynamoDBLocal.jar'), '--manifest', manifest];
  await run({ says, command: 'jar', words: [...jar, '-C', classes, '.'] });
}

/** Lines of a manifest are at most 72 bytes; a longer one goes on after a space. */
export function manifestOf(classPath: readonly string[]): string {
  const line = `Class-Path: ${classPath.join(' ')}`;
  const folded = [line.slice(0, 70)];
  for (let at = 70; at < line.length; at += 69) folded.push(` ${line.slice(at, at + 69)}`);
  return ['Main-Class: LoopbackMain', ...folded, ''].join('\r\n');
}

export async function installKinesis(run: Run, folder: string, lib: string): Promise<void> {
  const place = join(lib, kinesisLocal);
  const cache = join(folder, 'npm-cache');
  mkdirSync(place, { recursive: true });
  for (const name of ['package.json', 'package-lock.json'])
    cpSync(join(pins, name), join(place, name));
  await run({
    says: 'Kinesis',
    command: findNpm().command,
    words: ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', cache],
    cwd: place,
  });
  rmSync(cache, { recursive: true, force: true });
}
