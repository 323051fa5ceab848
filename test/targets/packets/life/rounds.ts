/** Rounds of ending processes of labs on packets, by hand: `npx tsx test/targets/packets/life/rounds.ts [ROUNDS]`. */
import { isDeepStrictEqual } from 'node:util';
import { ends } from './ends.ts';
import { Kit, nothing } from './kit.ts';

const rounds = Number(process.argv[2] ?? 50);
const kinds = Object.entries(ends);
const sums = new Map(kinds.map(([name]) => [name, { rounds: 0, hit: 0, left: 0, odd: 0 }]));
const since = performance.now();

for (let round = 0; round < rounds; round += 1) {
  const [name = '', end] = kinds[round % kinds.length] ?? [];
  const sum = sums.get(name);
  if (end === undefined || sum === undefined) continue;
  const kit = new Kit();
  try {
    const { isHit, said } = await end(kit, Math.random());
    const left = kit.left();
    const odd = said.filter(({ err }) => /\n\s+at /.test(err));
    sum.rounds += 1;
    sum.hit += Number(isHit);
    sum.left += Number(!isDeepStrictEqual(left, nothing));
    sum.odd += odd.length;
    if (!isDeepStrictEqual(left, nothing))
      process.stdout.write(`${name}: left ${JSON.stringify(left)}\n`);
    for (const { err } of odd) process.stdout.write(`${name}: ${err}\n`);
  } finally {
    kit.remove();
  }
}

for (const [name, { rounds: of, hit, left, odd }] of sums)
  process.stdout.write(
    `${name}: ${of} rounds, ${hit} hit, ${left} left something, ${odd} stack traces\n`,
  );
process.stdout.write(`${rounds} rounds in ${((performance.now() - since) / 1000).toFixed(0)} s\n`);
