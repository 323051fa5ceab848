/** Statements that allow more than anybody has looked through. Pure. */
import { admitsAll, type Principals } from '../policy/statement.ts';
import { accountIn } from '../text/arn.ts';
import { placeOf, principalPlace, type Look } from './fault.ts';

/** Wildcards alone, as many as there are. */
const whatever = String.raw`\?*\*[*?]*`;
const anyAction = new RegExp(`^${whatever}(:${whatever})?$`);
const anyOfService = new RegExp(`^(${whatever}|[^*?]+:${whatever})$`);
const anyResource = new RegExp(`^${whatever}$`);

export const everything: Look = (statement) => {
  const { effect, actions, resources } = statement;
  const at = actions.patterns.findIndex((each) => anyAction.test(each));
  const isAll = !actions.isExcept && at >= 0;
  const isOnAll =
    resources?.isExcept === false && resources.patterns.some((each) => anyResource.test(each));
  if (effect === 'Deny' || !isAll || !isOnAll) return [];
  const says = 'it allows every action on every resource';
  return [{ place: placeOf(statement, 'Action', at), says, fault: 'star-star' }];
};

/** All of a service includes who may use it, and its removal. */
export const wholeServices: Look = (statement, { accounts = [] }) => {
  const { effect, actions, principals } = statement;
  const strangers = principals === undefined ? [] : strangersIn(principals, accounts);
  if (effect === 'Deny' || actions.isExcept || strangers.length === 0) return [];
  return actions.patterns.flatMap((each, at) =>
    anyOfService.test(each)
      ? [
          {
            place: placeOf(statement, 'Action', at),
            says: `${each} lets ${strangers.join(' and ')} do all that there is, removal too`,
            fault: 'whole-service' as const,
          },
        ]
      : [],
  );
};

/** Accounts that are written out and are none of these, and anybody. */
function strangersIn(principals: Principals, own: readonly string[]): readonly string[] {
  if (admitsAll(principals)) return ['anybody'];
  return principals.aws.filter((each) => {
    const account = each.startsWith('arn:') ? accountIn(each) : each;
    return /^\d{12}$/.test(account) && !own.includes(account);
  });
}

export const except: Look = (statement) => {
  const { effect, actions, principals } = statement;
  if (effect === 'Deny') return [];
  const place = placeOf(statement, 'Action', 0).replace(/\[0\]$/, '');
  return [
    ...(actions.isExcept
      ? [{ place, says: 'it allows every other action', fault: 'not-action' as const }]
      : []),
    ...(principals?.isExcept === true
      ? [
          {
            place: principalPlace(statement),
            says: 'it lets in everybody else, of every account',
            fault: 'not-principal' as const,
          },
        ]
      : []),
  ];
};
