/** What a user may do with files, and for how long: checks 8, 9 and 10. */
import { randomUUID } from 'node:crypto';
import {
  refusalOf,
  type Capabilities,
  type Caller,
  type Properties,
} from '../../../lib/capabilities.ts';
import { at, judgeFact } from '../../../lib/checks/facts.ts';
import { judgePermissions, type Permitted } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, unverified, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { whereBuilt } from './references.ts';
import { judgeTrust } from './trust.ts';

type Sdk = Capabilities['sdk'];
const bucket = '${Files/Attachments.Arn}';
const Bucket = '${Files/Attachments}';
const asA: Caller = { principal: 'A' };

/** A as the evaluator knows her: her identity id, the pool that gave it to her, and that she signed in. */
const context = {
  'cognito-identity.amazonaws.com:sub': 'identity-a',
  'cognito-identity.amazonaws.com:aud': 'identity-pool',
  'cognito-identity.amazonaws.com:amr': 'authenticated',
};
const ask = (action: string, on: string, prefix?: string): Omit<Permitted, 'expect'> => ({
  who: 'Files/SignedIn',
  action: `s3:${action}`,
  on,
  context: prefix === undefined ? context : { ...context, 's3:prefix': prefix },
});
const allowed = (question: Omit<Permitted, 'expect'>): Permitted => ({
  ...question,
  expect: 'allowed',
});
const denied = (question: Omit<Permitted, 'expect'>): Permitted => ({
  ...question,
  expect: 'denied',
});

export const uploadOwnFile: Check<Stage> = {
  id: 'upload-own-file',
  says: 'With credentials of the identity pool A puts and gets a file under her own identity id',
  told: { rest: { fails: 'no identity pool' }, 'personal-files': 'holds' },
  ways: [
    by(['sdk'], ({ sdk }) => whereBuilt(noPool, () => judgeOwnFile(sdk)), [
      'identity-pool',
      'policy-variables',
      'iam-enforced',
    ]),
    by(['may'], ({ may }) =>
      whereBuilt(noPool, () =>
        judgePermissions(may, [
          allowed(ask('PutObject', `${bucket}/identity-a/a.txt`)),
          allowed(ask('GetObject', `${bucket}/identity-a/a.txt`)),
        ]),
      ),
    ),
  ],
};

const noPool = failed('no identity pool: every file goes through the API');

async function judgeOwnFile(sdk: Sdk): Promise<Verdict> {
  const Key = `${await identityOf(sdk, 'A')}/${randomUUID()}.txt`;
  try {
    const put = await refusalOf(sdk('s3', 'PutObject', { Bucket, Key, Body: 'of A' }, asA));
    if (put !== undefined) return failed(`PutObject under her own id is refused: ${put.code}`);
    const get = await refusalOf(sdk('s3', 'GetObject', { Bucket, Key }, asA));
    return get === undefined
      ? held('A puts and gets a file under her own identity id')
      : failed(`GetObject under her own id is refused: ${get.code}`);
  } finally {
    await sdk('s3', 'DeleteObject', { Bucket, Key });
  }
}

export const foreignPrefixDenied: Check<Stage> = {
  id: 'foreign-prefix-denied',
  says: 'The same credentials are denied the files of B, and a list of the whole bucket',
  told: { rest: 'absent', 'personal-files': 'holds' },
  ways: [
    by(['sdk'], ({ sdk }) => judgeForeignPrefix(sdk), [
      'identity-pool',
      'policy-variables',
      'iam-enforced',
    ]),
    by(['may'], ({ may }) =>
      judgePermissions(may, [
        denied(ask('PutObject', `${bucket}/identity-b/a.txt`)),
        denied(ask('GetObject', `${bucket}/identity-b/a.txt`)),
        denied(ask('DeleteObject', `${bucket}/identity-b/a.txt`)),
        // An id that begins as her own does.
        denied(ask('GetObject', `${bucket}/identity-a-other/a.txt`)),
        denied({ ...ask('ListBucket', bucket), context: { ...context, 's3:prefix': [] } }),
        denied(ask('ListBucket', bucket, 'identity-b/')),
        denied(ask('ListBucket', bucket, '')),
        denied(ask('ListBucket', bucket, 'identity-a')),
        allowed(ask('ListBucket', bucket, 'identity-a/')),
      ]),
    ),
  ],
};

/** What A may do is asked first: credentials that open nothing would be denied everything. */
async function judgeForeignPrefix(sdk: Sdk): Promise<Verdict> {
  const [a, b] = [await identityOf(sdk, 'A'), await identityOf(sdk, 'B')];
  const file = `${randomUUID()}.txt`;
  const [ofA, ofB] = [
    { Bucket, Key: `${a}/${file}` },
    { Bucket, Key: `${b}/${file}` },
  ];
  try {
    await sdk('s3', 'PutObject', { ...ofB, Body: 'of B' });
    const own = await refusalOf(sdk('s3', 'PutObject', { ...ofA, Body: 'of A' }, asA));
    if (own !== undefined)
      return unverified(`the credentials do not even open her own files: ${own.code}`);
    const refused = async (command: string, input: Properties): Promise<Verdict> => {
      const refusal = await refusalOf(sdk('s3', command, input, asA));
      const says = `${command} ${input['Key'] === undefined ? 'of the whole bucket' : 'under the id of B'}`;
      return refusal?.code === 'AccessDenied'
        ? held(`${says} is denied`)
        : failed(`${says}: ${refusal?.code ?? 'allowed'}`);
    };
    return every([
      await refused('GetObject', ofB),
      await refused('PutObject', { ...ofB, Body: 'of A' }),
      await refused('ListObjectsV2', { Bucket }),
    ]);
  } finally {
    await Promise.all([ofA, ofB].map((each) => sdk('s3', 'DeleteObject', each)));
  }
}

export const credentialsExpire: Check<Stage> = {
  id: 'credentials-expire',
  says: 'The credentials are of an assumed role, end within the hour, and no other identity pool gets them',
  told: { rest: 'absent', 'personal-files': 'holds' },
  ways: [
    by(
      ['sdk'],
      async ({ sdk }) =>
        every([await judgeSession(sdk), await judgeExpiry(sdk), await judgeOtherPool(sdk)]),
      ['identity-pool', 'iam-enforced'],
    ),
    by(
      ['facts', 'fact'],
      async ({ facts, fact }) => {
        const keys = [
          ...(await facts('AWS::IAM::User')).keys(),
          ...(await facts('AWS::IAM::AccessKey')).keys(),
        ];
        if (keys.length > 0) return failed(`${keys.join(', ')}: a key that never expires`);
        const pool = judgeFact('Files', await fact('Files'), {
          AllowUnauthenticatedIdentities: false,
        });
        return every([await judgeTrust(fact), pool]);
      },
      { strength: 'proved' },
    ),
  ],
};

async function judgeSession(sdk: Sdk): Promise<Verdict> {
  const { Arn } = await sdk('sts', 'GetCallerIdentity', {}, asA);
  return String(Arn).includes(':assumed-role/')
    ? held(`the caller is ${String(Arn)}`)
    : failed(`the caller is ${String(Arn)}, no assumed role`);
}

async function judgeExpiry(sdk: Sdk): Promise<Verdict> {
  const credentials = await sdk('cognito-identity', 'GetCredentialsForIdentity', {
    IdentityId: await identityOf(sdk, 'A'),
    Logins: loginsOf('A'),
  });
  const expiration = at(credentials, 'Credentials.Expiration') as Date | string;
  const seconds = Math.round((new Date(expiration).getTime() - Date.now()) / 1000);
  // A minute more than the hour, for two clocks that differ.
  return seconds > 0 && seconds <= 3660
    ? held(`they end in ${seconds} s`)
    : failed(`they end in ${seconds} s, not within 3600`);
}

/**
 * Another pool with the same users vouches for A at STS, and is taken away again. A role that trusts no pool at all is
 * asked for first: where that is given out, nobody looks at trust.
 */
async function judgeOtherPool(sdk: Sdk): Promise<Verdict> {
  const { IdentityPoolId } = await sdk('cognito-identity', 'CreateIdentityPool', {
    IdentityPoolName: `todo-api-check-${randomUUID()}`,
    AllowUnauthenticatedIdentities: false,
    AllowClassicFlow: true,
    CognitoIdentityProviders: [{ ProviderName: provider, ClientId: '${SignIn/Web}' }],
  });
  try {
    const IdentityId = await identityOf(sdk, 'A', String(IdentityPoolId));
    const { Token } = await sdk('cognito-identity', 'GetOpenIdToken', {
      IdentityId,
      Logins: loginsOf('A'),
    });
    const codeOf = async (RoleArn: string): Promise<string> => {
      const asked = { RoleArn, RoleSessionName: 'check', WebIdentityToken: Token };
      const refusal = await refusalOf(sdk('sts', 'AssumeRoleWithWebIdentity', asked));
      return refusal?.code ?? 'allowed';
    };
    if ((await codeOf('${Handlers/TodosRole.Arn}')) !== 'AccessDenied')
      return unverified('whom a role trusts is not looked at here');
    const code = await codeOf('${Files/SignedIn.Arn}');
    return code === 'AccessDenied'
      ? held(`another identity pool is refused the role: ${code}`)
      : failed(`another identity pool asks for the role: ${code}`);
  } finally {
    await sdk('cognito-identity', 'DeleteIdentityPool', { IdentityPoolId });
  }
}

const provider = 'cognito-idp.${AWS::Region}.amazonaws.com/${SignIn/Users}';

function loginsOf(user: 'A' | 'B'): Properties {
  return { [provider]: `\${${user}.idToken}` };
}

async function identityOf(sdk: Sdk, user: 'A' | 'B', IdentityPoolId = '${Files}'): Promise<string> {
  const { IdentityId } = await sdk('cognito-identity', 'GetId', {
    IdentityPoolId,
    Logins: loginsOf(user),
  });
  return String(IdentityId);
}
