/** What the policies of templates grant and deny, one principal at a time. Pure. */
import { principals } from '../iam/gather/callers.ts';
import type { HeldPolicy } from '../iam/gather/held.ts';
import { accountOf } from '../iam/gather/naming.ts';
import { isKnown, type Policy } from '../iam/policies.ts';
import {
  admitsAll,
  type Condition,
  type Listed,
  type Principals,
  type Statement,
} from '../iam/policy/statement.ts';
import { accountIn } from '../iam/text/arn.ts';
import type { Subject } from '../rules/rule.ts';
import { idOf, placeOf } from '../template/places.ts';
import type { Resource } from '../template/template.ts';
import { granteesIn } from './grantees.ts';
import { statementName } from './named.ts';

/** One statement for one principal. */
export interface Grant {
  /** What the policy is on, or whose it is. */
  readonly holder: string;
  /** A place of the templates, a principal of none in words, `anybody`, an account, a service, an identity provider. */
  readonly who: string;
  /** Is it neither of the account nor a service of AWS's? */
  readonly isStranger: boolean;
  /** Is it everybody who can come at all? */
  readonly isAnybody: boolean;
  readonly effect: Statement['effect'];
  readonly actions: Listed;
  /** Nothing where it is what the policy is on. */
  readonly resources: Listed | undefined;
  /** The place that the policy is on; nothing where it is a principal's. */
  readonly on: string | undefined;
  readonly conditions: readonly Condition[];
  readonly statement: string;
  /** Is it known what the policy says? */
  readonly isKnown: boolean;
}

export function grantsIn(subject: Subject): readonly Grant[] {
  return [
    ...granteesIn(subject).flatMap(({ who, holder, policies: { identity = [] } }) => {
      const whose = { holder, who, on: undefined, ...itself };
      return identity.flatMap((policy) =>
        statementsOf(policy).map((said) => ({ ...whose, ...said })),
      );
    }),
    ...subject.policies.held.flatMap(grantsOn),
  ];
}

/** Principals of the templates that have a limit to what they are allowed. */
export function limitedIn({ resources, policies }: Subject): readonly Resource[] {
  return resources.filter(
    (each) => principals.includes(each.type) && policies.policiesOf(each).boundary !== undefined,
  );
}

function grantsOn(held: HeldPolicy): readonly Grant[] {
  const { on, elsewhere, carrier, policy } = held;
  const holder = on ?? carrier;
  const where = { holder: idOf(holder), on: elsewhere ?? placeOf(holder) };
  return policy.document.statements.flatMap((statement) =>
    admitted(statement.principals, held).map((who) => ({
      ...where,
      ...who,
      ...statementOf(statement, policy),
    })),
  );
}

type Admitted = Pick<Grant, 'who' | 'isStranger' | 'isAnybody'>;

const itself = { isStranger: false, isAnybody: false };

/** Nothing is said of principals where all who come through are meant. */
function admitted(
  named: Principals | undefined,
  { carrier, anybody = 'anybody' }: HeldPolicy,
): readonly Admitted[] {
  if (named === undefined || admitsAll(named))
    return [{ who: anybody, isStranger: true, isAnybody: true }];
  const account = accountOf(carrier);
  const { aws, services, federated, canonical } = named;
  const isOwn = (each: string): boolean => each === account || accountIn(each) === account;
  return [
    ...aws.map((who) => ({ who, ...itself, isStranger: !isOwn(who) })),
    ...services.map((who) => ({ who, ...itself })),
    ...[...federated, ...canonical].map((who) => ({ who, ...itself, isStranger: true })),
  ];
}

type Said = Omit<Grant, 'holder' | 'on' | keyof Admitted>;

/** Of a policy that is not known nothing is but that it is there. */
function statementsOf(policy: Policy): readonly Said[] {
  const { name, document } = policy;
  if (isKnown(policy))
    return document.statements.map((statement) => statementOf(statement, policy));
  const actions: Listed = { isExcept: false, patterns: [`what ${name} says`] };
  const said = { actions, resources: undefined, conditions: [], statement: name };
  return [{ effect: 'Allow', isKnown: false, ...said }];
}

function statementOf(statement: Statement, policy: Policy): Said {
  const { effect, actions, resources, conditions } = statement;
  const name = statementName(statement, policy);
  return { effect, actions, resources, conditions, statement: name, isKnown: true };
}
