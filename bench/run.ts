/**
 * `npm run bench`: how long the commands take, beside the CDK's own. Prints min, median and max; asserts nothing.
 * `npm run bench -- network` is one part alone; there are kit, network, packets, permissions, review and cdk.
 * `npm run bench -- network` is one part alone; there are kit, network, permissions, review, balancer and cdk.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyFolder } from '../lib/assembly/assembly.ts';
import { loadLab } from '../lib/catalog.ts';
import { chosenParameters } from '../lib/parameters.ts';
import { shownStage } from '../lib/stages.ts';
import { silent } from '../lib/output/host.ts';
import { clientOf } from '../lib/targets/emulated/accounts.ts';
import { ministack } from '../lib/targets/emulator/ministack/adapter.ts';
import { root } from '../lib/root.ts';
import { allPairs, largeTemplate } from './network.ts';
import { packets } from './packets.ts';
import { balancers } from './packets/balancer.ts';
import { decisions } from './permissions.ts';
import { reviews } from './review.ts';

const node = process.execPath;
const kit = join(root, 'bin', 'start.cjs');
const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const lab = 'todo-api';
const scratch = mkdtempSync(join(tmpdir(), 'lab-bench-'));
const lives = { LAB_LIVES: join(scratch, 'lives') };

interface Timed {
  readonly says: string;
  readonly rounds: number;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly before?: () => Promise<void>;
  readonly cwd?: string;
}

async function timed({ says, rounds, words, env = {}, before, cwd = root }: Timed): Promise<void> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await before?.();
    const since = performance.now();
    await run(words, env, cwd);
    seconds.push((performance.now() - since) / 1000);
  }
  line(says, seconds);
}

/** Min, median and max; the name alone where nothing was timed. */
function line(says: string, seconds: readonly number[]): void {
  const sorted = [...seconds].sort((a, b) => a - b);
  const shown = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  const figures = shown.flatMap((each) => (each === undefined ? [] : each.toFixed(2).padStart(6)));
  say(`${says.padEnd(60)} ${figures.join(' ')}`.trimEnd());
}

function run(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(
      node,
      [...words],
      { cwd, env: { ...process.env, ...env }, maxBuffer: 1e9 },
      (error, _out, words2) => {
        if (error !== null && typeof error.code !== 'number') reject(new Error(error.message));
        else if (error !== null && /Error/.test(words2)) reject(new Error(words2));
        else resolve();
      },
    );
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A copy of the kit with this many made labs, for the catalogue's sake. */
function kitWith(labs: number): string {
  const copy = join(scratch, 'kit');
  for (const part of ['bin', 'lib', 'package.json', 'package-lock.json', 'cdk.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  mkdirSync(join(copy, '.lab'), { recursive: true });
  cpSync(join(root, '.lab', 'installed.json'), join(copy, '.lab', 'installed.json'));
  cpSync(join(root, 'node_modules'), join(copy, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
    mode: 2,
  });
  for (let number = 1; number <= labs; number += 1) {
    const folder = join(copy, 'labs', `made-${number}`);
    mkdirSync(folder, { recursive: true });
    cpSync(join(root, 'labs', lab, 'lab.ts'), join(folder, 'lab.ts'));
  }
  return copy;
}

async function ofTheKit(): Promise<void> {
  await timed({ says: 'node -e 0', rounds: 15, words: ['-e', '0'] });
  await timed({ says: 'lab list', rounds: 15, words: [kit, 'list'] });
  const many = kitWith(112);
  await run([join(many, 'bin', 'start.cjs'), 'list'], {}, many);
  await timed({
    says: 'lab list with 112 labs',
    rounds: 15,
    words: [join(many, 'bin', 'start.cjs'), 'list'],
    cwd: many,
  });
  await timed({
    says: 'lab check on model, assembly cached',
    rounds: 9,
    words: [kit, 'check', lab, '--on', 'model'],
  });
  const down = (): Promise<void> => run([kit, 'down', lab], lives, root);
  await run([kit, 'up', lab], lives, root);
  await timed({
    says: 'lab up, assembly cached, emulator start included',
    rounds: 5,
    words: [kit, 'up', lab],
    env: lives,
    before: down,
  });
  await timed({
    says: 'lab check on emulator, lab up',
    rounds: 5,
    words: [kit, 'check', lab],
    env: lives,
  });
  await down();
}

async function ofTheNetwork(): Promise<void> {
  const asked = ['internet', 'Fleet', 'tcp/8080'];
  const balanced = await loadLab('alb-asg');
  const folder = assemblyFolder({
    lab: 'alb-asg',
    stage: shownStage(balanced),
    parameters: chosenParameters(balanced, {}),
  });
  const forget = (): Promise<void> => {
    rmSync(folder, { recursive: true, force: true });
    return Promise.resolve();
  };
  await timed({
    says: 'lab reach, assembly to be synthesized',
    rounds: 3,
    words: [kit, 'reach', 'alb-asg', ...asked],
    before: forget,
  });
  await timed({
    says: 'lab reach, assembly cached',
    rounds: 15,
    words: [kit, 'reach', 'alb-asg', ...asked],
  });
  await timed({
    says: 'lab reach, one question on 10,000 resources',
    rounds: 5,
    words: [kit, 'reach', largeTemplate(scratch), 'internet', 'Host5', 'tcp/22'],
  });
  allPairs(line);
}

/** Once before: what is not yet cached is made then. */
async function ofTheReview(): Promise<void> {
  for (const { words, ...each } of reviews(scratch)) {
    const typed = [kit, ...words];
    if (each.before === undefined) await run(typed, {}, root);
    await timed({ ...each, words: typed });
  }
}

async function ofThePermissions(): Promise<void> {
  await timed({
    says: 'lab may, assembly cached',
    rounds: 15,
    words: [kit, 'may', lab, 'Handlers/Todos', 'dynamodb:Scan', 'Data/Todos'],
  });
  decisions(line, scratch);
}

/** The same app, the same emulator, with the CDK's own command line. */
async function ofTheCdk(): Promise<void> {
  const context = ['-c', `lab=${lab}`, '--no-notices', '--no-version-reporting'];
  const assembly = join(scratch, 'cdk.out');
  await timed({
    says: 'cdk synth',
    rounds: 3,
    words: [cdk, 'synth', '-q', ...context, '-o', assembly],
  });
  const emulator = await ministack.start('_bench', silent);
  try {
    const bucket = 'cdk-hnb659fds-assets-000000000000-us-east-1';
    await clientOf(emulator.endpoint).send('s3', 'CreateBucket', { Bucket: bucket });
    const env = {
      AWS_ENDPOINT_URL: emulator.endpoint,
      ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' },
      ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
      HOME: scratch,
    };
    const deploy = [cdk, 'deploy', '--all', '--require-approval', 'never', ...context];
    const destroy = (): Promise<void> =>
      run([cdk, 'destroy', '--all', '--force', ...context], env, root).catch(() => undefined);
    await timed({
      says: 'cdk deploy to the same emulator, running',
      rounds: 2,
      words: deploy,
      env,
      before: destroy,
    });
  } finally {
    await ministack.end('_bench');
  }
}

try {
  say(
    `${'seconds'.padEnd(60)} ${['min', 'median', 'max'].map((each) => each.padStart(6)).join(' ')}`,
  );
  const parts = {
    kit: ofTheKit,
    network: ofTheNetwork,
    packets: () => {
      packets(line);
      return Promise.resolve();
    },
    permissions: ofThePermissions,
    review: ofTheReview,
    balancer: () => balancers(scratch, say),
    cdk: ofTheCdk,
  };
  const wanted = process.argv[2];
  for (const [name, part] of Object.entries(parts))
    if (wanted === undefined || wanted === name) await part();
} finally {
  writeFileSync(join(scratch, 'done'), '');
  rmSync(scratch, { recursive: true, force: true });
}
