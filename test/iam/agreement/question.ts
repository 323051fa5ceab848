/** A pair as `lib/iam` is asked it. */
import { decide } from '../../../lib/iam/decide/decide.ts';
import type { Policies, Policy } from '../../../lib/iam/policies.ts';
import type { DocumentKind } from '../../../lib/iam/policy/problems.ts';
import { readDocument } from '../../../lib/iam/policy/read.ts';
import { boundary, callerOf, contextOf, resourcePolicyOn, type Asker } from './callers.ts';
import { account, type Call, type Values } from './calls.ts';
import type { Written } from './documents.ts';
import type { Answer } from './place.ts';

export interface Question {
  readonly asker: Asker;
  readonly call: Call;
  readonly context: Values;
  readonly documents: {
    readonly identity: Written;
    readonly session?: Written;
    readonly boundary?: Written;
    readonly resource?: Written;
  };
}

export function questionOf({ pair, userId }: Answer, now: Date): Question {
  const { asker, call, identity, session } = pair;
  const resource = resourcePolicyOn(call.resource);
  return {
    ...{ asker, call },
    context: { ...contextOf(asker, userId, now), ...call.context },
    documents: {
      identity,
      ...(session && { session }),
      ...(asker.isBounded ? { boundary } : {}),
      ...(resource && { resource }),
    },
  };
}

export function decisionOn({ asker, call, context, documents }: Question): string {
  const { identity, session, boundary: limit, resource } = documents;
  const policies: Policies = {
    identity: [read(identity, 'identity')],
    ...(session && { session: [read(session, 'identity')] }),
    ...(limit && { boundary: read(limit, 'identity') }),
    ...(resource && { resource: [read(resource, 'resource')] }),
  };
  const { action, resource: arn } = call;
  return decide(policies, {
    ...{ caller: callerOf(asker), action, resource: arn, resourceAccount: account },
    context: { values: context, unknown: [] },
  }).decision;
}

/** @throws where the document is none: a pair with it would say nothing */
function read(written: Written, kind: DocumentKind): Policy {
  const document = readDocument(written, kind);
  const [problem] = document.problems;
  if (problem !== undefined) throw new Error(`${problem.place}: ${problem.says}`);
  return { name: kind, document };
}
