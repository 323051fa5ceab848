/** A template whose known conditions are decided: what is not made is not there, and nothing else is worked out. Pure. */
import { isOpen } from './conditions.ts';
import { judgeCondition } from './resolve.ts';
import { absent, type Work } from './scope.ts';
import type { RawResource, RawTemplate } from './template.ts';
import { isMap } from './values.ts';

type Map = Readonly<Record<string, unknown>>;

/** As whoever takes templates as they are written can judge what this one makes here. */
export function decided(work: Work): RawTemplate {
  const { template } = work;
  const resources = made(template.Resources ?? {}, work);
  const ids = new Set(Object.keys(resources));
  const ordered = Object.entries(resources).map(([id, each]) => [id, orderedBy(each, ids)]);
  return {
    ...template,
    Resources: Object.fromEntries(ordered) as Readonly<Record<string, RawResource>>,
    ...(template.Outputs === undefined
      ? {}
      : { Outputs: made(template.Outputs, work) as NonNullable<RawTemplate['Outputs']> }),
  };
}

/** Of resources or outputs those that are made, or may be. */
function made(entries: Map, work: Work): Map {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, entry]) => {
      const { Condition, ...rest } = isMap(entry) ? entry : {};
      const holds = judgeCondition(typeof Condition === 'string' ? Condition : undefined, work);
      if (holds === false) return [];
      const value = decidedIn(rest, work);
      return [[name, isOpen(holds) ? { Condition, ...(value as Map) } : value]];
    }),
  );
}

function decidedIn(value: unknown, work: Work): unknown {
  if (Array.isArray(value))
    return value.map((each) => decidedIn(each, work)).filter((each) => each !== absent);
  if (!isMap(value)) return value;
  if (value['Ref'] === 'AWS::NoValue') return absent;
  const branches = branchesOf(value);
  if (branches !== undefined) return branch(branches, work);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, decidedIn(each, work)] as const)
      .filter(([, each]) => each !== absent),
  );
}

type Branches = readonly [condition: string, then: unknown, otherwise: unknown];

function branchesOf(value: Map): Branches | undefined {
  const branches = value['Fn::If'];
  if (!Array.isArray(branches) || branches.length !== 3) return undefined;
  const [condition, then, otherwise] = branches as readonly unknown[];
  return typeof condition === 'string' ? [condition, then, otherwise] : undefined;
}

function branch([condition, then, otherwise]: Branches, work: Work): unknown {
  const holds = judgeCondition(condition, work);
  if (!isOpen(holds)) return decidedIn(holds ? then : otherwise, work);
  const each = [then, otherwise].map((one) => {
    const value = decidedIn(one, work);
    return value === absent ? { Ref: 'AWS::NoValue' } : value;
  });
  return { 'Fn::If': [condition, ...each] };
}

/** CloudFormation waits for nothing that is not made. */
function orderedBy(resource: unknown, ids: ReadonlySet<string>): unknown {
  const { DependsOn, ...rest } = resource as RawResource;
  const needed = [DependsOn ?? []].flat().filter((each) => ids.has(each));
  return needed.length === 0 ? rest : { ...rest, DependsOn: needed };
}
