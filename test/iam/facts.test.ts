/** What AWS's pages say of policy evaluation, written from them apart from the code: `facts/`, each with its page. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decide, type Decision } from '../../lib/iam/decide/decide.ts';
import type { DocumentKind } from '../../lib/iam/policy/problems.ts';
import { readDocument } from '../../lib/iam/policy/read.ts';
import type { Policies, Policy } from '../../lib/iam/policies.ts';
import { callerIn } from './caller.ts';

interface Written {
  readonly identity?: readonly unknown[];
  readonly resource?: unknown;
  readonly boundary?: unknown;
  readonly session?: readonly unknown[];
  readonly scps?: readonly (readonly unknown[])[];
  readonly rcps?: readonly (readonly unknown[])[];
  readonly endpoint?: unknown;
}

interface Fact {
  readonly id: string;
  readonly says: string;
  readonly page: string;
  readonly policies: Written;
  readonly request: {
    readonly caller: string;
    readonly role?: string;
    readonly action: string;
    readonly resource: string;
    readonly resourceAccount?: string;
    readonly context?: Readonly<Record<string, string | readonly string[]>>;
    readonly unknown?: readonly string[];
  };
  readonly expected: string;
  readonly by?: string;
}

const folder = join(import.meta.dirname, 'facts');

describe.each(readdirSync(folder).sort())('%s', (file) => {
  const facts = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Fact[];

  test.each(facts.map((fact) => [fact.id, fact.says, fact] as const))('%s: %s', (_, __, fact) => {
    const {
      caller,
      role,
      action,
      resource,
      resourceAccount,
      context = {},
      unknown = [],
    } = fact.request;

    const decision = decide(policiesOf(fact), {
      ...{ caller: callerIn(caller, role), action, resource },
      ...(resourceAccount === undefined ? {} : { resourceAccount }),
      context: { values: context, unknown },
    });

    expect(decision.decision).toBe(fact.expected);
    expect(speaking(decision)).toEqual(expect.arrayContaining([fact.by ?? '']));
  });
});

/** The Sids of all that speak of the request: where several statements grant, any may be named. Each fact has one more. */
function speaking({ steps, by }: Decision): readonly string[] {
  const all = steps.flatMap((step) => step.all.map(({ statement }) => statement.sid ?? ''));
  return by === undefined ? ['', ...all] : ['', ...all, by.statement.sid ?? ''];
}

function policiesOf({ policies, request }: Fact): Policies {
  const isTrust = /^sts:assumerole/i.test(request.action);
  const own = (written: unknown): Policy => read(written, 'identity');
  const held = (written: unknown): Policy => read(written, 'resource');
  const readers: {
    readonly [K in keyof Written]-?: (written: NonNullable<Written[K]>) => unknown;
  } = {
    identity: (all) => all.map(own),
    resource: (one) => [read(one, isTrust ? 'trust' : 'resource')],
    boundary: own,
    session: (all) => all.map(own),
    scps: (levels) => levels.map((level) => level.map(own)),
    rcps: (levels) => levels.map((level) => level.map(held)),
    endpoint: held,
  };
  const entries = Object.entries(policies) as [keyof Written, never][];
  return Object.fromEntries(entries.map(([kind, written]) => [kind, readers[kind](written)]));
}

function read(written: unknown, kind: DocumentKind): Policy {
  const document = readDocument(written, kind);
  expect(document.problems).toEqual([]);
  return { name: kind, document };
}
