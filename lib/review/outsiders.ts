/** Whom policies of resources and trust policies of roles let in who is not of the account. Pure. */
import { accountOf } from '../iam/gather/naming.ts';
import type { HeldPolicy } from '../iam/gather/held.ts';
import { admitsAll, type Principals, type Statement } from '../iam/policy/statement.ts';
import { accountIn } from '../iam/text/arn.ts';
import type { Subject } from '../rules/rule.ts';
import { statementName } from './named.ts';
import type { Outsider } from './report.ts';
import { standing } from './standing.ts';

export function outsidersOf({ policies }: Subject): readonly Outsider[] {
  return policies.held.flatMap((held) =>
    held.policy.document.statements.flatMap((statement) => admitted(held, statement)),
  );
}

function admitted(held: HeldPolicy, statement: Statement): readonly Outsider[] {
  const { on, elsewhere, carrier, policy, anybody = 'anybody' } = held;
  const { effect, principals, actions, conditions } = statement;
  if (effect !== 'Allow' || principals === undefined) return [];
  // Through an endpoint comes only who is in its network.
  if (carrier.type === 'AWS::EC2::VPCEndpoint') return [];
  const where = standing(on ?? carrier);
  const all = admitsAll(principals) ? [anybody] : strangersIn(principals, accountOf(carrier));
  return all.map((who) => ({
    ...{ who: inWords(who), ...where, place: elsewhere ?? where.place },
    actions: actions.isExcept
      ? [`everything but ${actions.patterns.join(', ')}`]
      : actions.patterns,
    conditions: [...new Set(conditions.map(({ key }) => key))],
    statement: statementName(statement, policy),
  }));
}

function strangersIn(principals: Principals, account: string): readonly string[] {
  const { aws, services, federated, canonical } = principals;
  const isOwn = (each: string): boolean => each === account || accountIn(each) === account;
  return [...aws.filter((each) => !isOwn(each)), ...services, ...federated, ...canonical];
}

/** Of who is known by a look-up or an import alone what tells: `EC2 of mapping Principals, by AWS::Partition`. */
function inWords(who: string): string {
  return who
    .replace(/^\$\{FindInMap ([^.]+)\.(.+)\.([^.]+)\}$/, '$3 of mapping $1, by $2')
    .replace(/^\$\{ImportValue (.+)\}$/, 'import $1');
}
