/** What policies name, as a reader calls it. Pure. */
import type { Policy } from '../iam/policies.ts';
import type { Statement } from '../iam/policy/statement.ts';
import type { Subject } from '../rules/rule.ts';
import { placeOf } from '../template/places.ts';

/** Said of a policy. */
export const notKnownHere = 'what it allows is not known here';

export type Named = (pattern: string) => string;

/** `arn:aws:dynamodb:us-east-1:111122223333:table/x/index/*` -> `Todos/index/*`; what is not in the templates stays as it is. */
export function namesIn({ resources, policies }: Subject): Named {
  const byArn = new Map(resources.map((each) => [policies.arnOf(each), placeOf(each)]));
  byArn.delete('*');
  return (text) => {
    const cuts = [...text.matchAll(/[/:]|$/g)].map(({ index }) => index).toReversed();
    const cut = cuts.find((at) => byArn.has(text.slice(0, at)));
    return cut === undefined ? text : `${byArn.get(text.slice(0, cut)) ?? ''}${text.slice(cut)}`;
  };
}

/** `'ReadPhotos' of policy Worker`, `statement 2 of policy Worker` */
export function statementName({ sid, index }: Statement, { name }: Policy): string {
  return `${sid === undefined ? `statement ${index + 1}` : `'${sid}'`} of ${name}`;
}
