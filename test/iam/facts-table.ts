/** What AWS's pages say of policy evaluation, written from them apart from the code: `facts/`, each with its page. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { decide, Decision } from '../../lib/iam/decide/decide.ts';
import type { DocumentKind } from '../../lib/iam/policy/problems.ts';
import type { readDocument } from '../../lib/iam/policy/read.ts';
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

export interface Fact {
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

/** What is held to account: `lib/iam`, or a copy of it. */
export interface Evaluator {
  readonly decide: typeof decide;
  readonly readDocument: typeof readDocument;
}

const folder = join(import.meta.dirname, 'facts');

/** By the file that they are in. */
export const facts: readonly (readonly [string, readonly Fact[]])[] = readdirSync(folder)
  .sort()
  .map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Fact[]]);

export function decisionOn(fact: Fact, evaluator: Evaluator): Decision {
  const { caller, role, action, resource, resourceAccount, ...carried } = fact.request;
  const { context = {}, unknown = [] } = carried;
  return evaluator.decide(policiesOf(fact, evaluator), {
    ...{ caller: callerIn(caller, role), action, resource },
    ...(resourceAccount === undefined ? {} : { resourceAccount }),
    context: { values: context, unknown },
  });
}

/** The Sids of all that speak of the request: where several statements grant, any may be named. Each fact has one more. */
export function speaking({ steps, by }: Decision): readonly string[] {
  const all = steps().flatMap((step) => step.all.map(({ statement }) => statement.sid ?? ''));
  return by === undefined ? ['', ...all] : ['', ...all, by.statement.sid ?? ''];
}

function policiesOf({ policies, request }: Fact, { readDocument: read }: Evaluator): Policies {
  const isTrust = /^sts:assumerole/i.test(request.action);
  const policy = (written: unknown, kind: DocumentKind): Policy => ({
    name: kind,
    document: read(written, kind),
  });
  const own = (written: unknown): Policy => policy(written, 'identity');
  const held = (written: unknown): Policy => policy(written, 'resource');
  const readers: {
    readonly [K in keyof Written]-?: (written: NonNullable<Written[K]>) => unknown;
  } = {
    identity: (all) => all.map(own),
    resource: (one) => [policy(one, isTrust ? 'trust' : 'resource')],
    boundary: own,
    session: (all) => all.map(own),
    scps: (levels) => levels.map((level) => level.map(own)),
    rcps: (levels) => levels.map((level) => level.map(held)),
    endpoint: held,
  };
  const entries = Object.entries(policies) as [keyof Written, never][];
  return Object.fromEntries(entries.map(([kind, written]) => [kind, readers[kind](written)]));
}
