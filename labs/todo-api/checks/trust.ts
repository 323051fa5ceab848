/** Who gets the role of the signed-in users, worked out from its trust policy as STS would. */
import type { Capabilities, Properties } from '../../../lib/capabilities.ts';
import { at } from '../../../lib/checks/facts.ts';
import { decide, type Decision } from '../../../lib/iam/decide/decide.ts';
import { readDocument } from '../../../lib/iam/policy/read.ts';
import type { Context } from '../../../lib/iam/request.ts';
import { reasonOf } from '../../../lib/iam/words.ts';
import { Symbols } from '../../../lib/iam/text/symbols.ts';
import {
  every,
  failed,
  held,
  unverified,
  type Evidence,
  type Verdict,
} from '../../../lib/verdict.ts';

const provider = 'cognito-identity.amazonaws.com';
const place = 'Files/SignedIn';

interface Token {
  /** In words of the verdict. */
  readonly of: string;
  /** Nothing where the token carries none. */
  readonly aud: string | readonly [];
  readonly amr: string | readonly [];
  readonly expect: 'allowed' | 'denied';
}

/** The pool that hands the role out may, for whom it knows; it may not for guests, and no other pool may at all. */
export async function judgeTrust(fact: Capabilities['fact']): Promise<Verdict> {
  const role = await fact(place);
  const own = String((await fact('Files/Roles'))['IdentityPoolId']);
  const [signedIn, guest] = ['authenticated', 'unauthenticated'];
  const tokens: readonly Token[] = [
    { of: 'a signed-in user', aud: own, amr: signedIn, expect: 'allowed' },
    { of: 'a guest', aud: own, amr: guest, expect: 'denied' },
    { of: 'another identity pool', aud: '${AnotherPool}', amr: signedIn, expect: 'denied' },
    { of: 'whoever does not say how they signed in', aud: own, amr: [], expect: 'denied' },
    { of: 'no identity pool', aud: [], amr: signedIn, expect: 'denied' },
  ];
  return every(tokens.map((token) => judgeToken(role, token)));
}

function judgeToken(role: Properties, { of, aud, amr, expect }: Token): Verdict {
  const answer = answerOf(role, { [`${provider}:aud`]: aud, [`${provider}:amr`]: amr });
  const says = `the role for ${of}: ${answer.decision}, ${reasonOf(answer)}`;
  const evidence = trustOf(role);
  if (answer.decision === 'depends') return unverified(says, evidence);
  const isExpected = (answer.decision === 'allowed') === (expect === 'allowed');
  return isExpected ? held(says, evidence) : failed(`${says}, not ${expect}`, evidence);
}

/** The id of an identity pool is made at deployment: two pools never have the same. */
const symbols = new Symbols(() => ({ isGenerated: true }));

function answerOf(role: Properties, values: Context['values']): Decision {
  const document = readDocument(role['AssumeRolePolicyDocument'], 'trust');
  return decide(
    { resource: [{ name: `trust of ${place}`, document }] },
    {
      caller: { kind: 'federated', provider },
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: '*',
      context: { values, unknown: 'rest' },
    },
    symbols,
  );
}

function trustOf(role: Properties): Evidence {
  const property = 'AssumeRolePolicyDocument';
  return { kind: 'fact', resource: place, property, value: at(role, property) };
}
