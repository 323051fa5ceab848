/** Runs in namespaces of its own: starts the machines it is told of, lets them boot, runs commands in them, says what came. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Hypervisor } from '../../../../lib/targets/packets/machine/hypervisor.ts';
import type { Machine } from '../../../../lib/targets/packets/machine/machine.ts';
import type { Answer, Asked, Ran } from './machines.ts';

const asked = JSON.parse(readFileSync(0, 'utf8')) as Asked;
const begun = performance.now();
const hypervisor = await Hypervisor.open();
const machines = await Promise.all(asked.machines.map((spec) => hypervisor.start(spec)));
const startedMs = performance.now() - begun;
for (const machine of machines) machine.go();
if (asked.waitsForEver === true) {
  await Promise.all(machines.map(({ settled }) => settled));
  process.stdout.write(`${JSON.stringify(machines.map(({ pid }) => pid))}\n`);
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}
const boots = await Promise.all(machines.map(({ settled }) => settled));
const bootedMs = performance.now() - begun;
const answers: Answer[] = [];
for (const [index, machine] of machines.entries()) {
  const commands: Ran[] = [];
  for (const command of asked.commands ?? []) commands.push(await ran(machine, command));
  const { notes, services } = machine;
  const log = await machine.bootLog();
  const boot = boots[index] ?? machine.boot;
  answers.push({ boot, notes, log, commands, services: [...services.values()] });
}
process.stdout.write(JSON.stringify({ answers, startedMs, bootedMs }));
await hypervisor.close();

function ran(machine: Machine, command: string): Promise<Ran> {
  const [program = '', ...rest] = machine.entering(['/bin/bash', '-c', command]);
  return new Promise((resolve) => {
    const child = execFile(program, rest, (_, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}
