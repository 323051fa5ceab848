/**
 * Would the tests notice? Each bug is planted alone in a copy of `lib/iam`, and must be caught: by the facts from AWS's
 * pages, or by the table about a template. The unchanged copy must not be caught.
 */
import type { Permissions } from '../../lib/iam/permissions.ts';
import { openTemplates } from '../../lib/template/open.ts';
import { plantedIn, type Plant } from '../support/planted.ts';
import { decisionOn, facts, speaking, type Evaluator, type Fact } from './facts-table.ts';
import { decidePlants, gatherPlants } from './plants.ts';
import { shopFile, shopRows, toldOf } from './shop-table.ts';

interface Library extends Evaluator {
  readonly Permissions: typeof Permissions;
}

const entry = `
export { decide } from './decide/decide.ts';
export { readDocument } from './policy/read.ts';
export { Permissions } from './permissions.ts';
`;
const nothing: Plant = {
  says: 'nothing',
  file: 'permissions.ts',
  ...{ from: 'export class Permissions', to: 'export class Permissions' },
};

async function planted(plant: Plant): Promise<Library> {
  return (await plantedIn({ name: 'iam', entry }, plant)) as Library;
}

const all = facts.flatMap(([, own]) => own);
const { resources } = openTemplates(shopFile);

function breaksFact(evaluator: Evaluator): boolean {
  return all.some((fact) => !holds(fact, evaluator));
}

/** A copy that breaks on a fact is not one that holds it. */
function holds(fact: Fact, evaluator: Evaluator): boolean {
  try {
    const decision = decisionOn(fact, evaluator);
    return decision.decision === fact.expected && speaking(decision).includes(fact.by ?? '');
  } catch {
    return false;
  }
}

function breaksRow({ Permissions: Copy }: Library): boolean {
  const permissions = new Copy(resources, { namesOthers: true });
  return shopRows.some((row) => {
    try {
      return toldOf(permissions, row) !== row[3];
    } catch {
      return true;
    }
  });
}

test('nothing is caught where nothing is planted', async () => {
  const copy = await planted(nothing);
  expect([breaksFact(copy), breaksRow(copy)]).toEqual([false, false]);
});

test.each(decidePlants)('a fact is broken where $says', async (plant) => {
  expect(breaksFact(await planted(plant))).toBe(true);
});

test.each(gatherPlants)('a row about the shop is broken where $says', async (plant) => {
  expect(breaksRow(await planted(plant))).toBe(true);
});

test('no bug is planted twice', () => {
  const says = [...decidePlants, ...gatherPlants].map((plant) => plant.says);
  expect(new Set(says).size).toBe(says.length);
});
