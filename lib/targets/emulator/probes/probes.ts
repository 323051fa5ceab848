/** One probe a feature: the behaviour is tried, both what must work and what must be refused. */
import {
  refusalOf,
  type Capabilities,
  type Feature,
  type Properties,
} from '../../../capabilities.ts';

type Served = Pick<Capabilities, 'http' | 'sdk'>;
type Probe = (served: Served) => Promise<boolean>;

export const probes: Readonly<Record<Feature, Probe>> = {
  'rest-cognito': async ({ http }) => {
    const probe = { to: 'Api', path: '/probe' };
    const none = await http(probe);
    const garbage = await http({ ...probe, headers: { authorization: 'garbage' } });
    const altered = await http({ ...probe, headers: { authorization: '${A.idToken}x' } });
    const good = await http({ ...probe, as: 'A' });
    return [none, garbage, altered].every(({ status }) => status === 401) && good.status === 200;
  },

  'request-validation': async ({ http }) => {
    const post = { to: 'Api', path: '/probe', method: 'POST' };
    const bad = [{}, { title: '' }, { title: 7 }, { title: 'a', owner: 'b' }];
    const answers = await Promise.all(bad.map((body) => http({ ...post, body })));
    const good = await http({ ...post, body: { title: 'a' } });
    return answers.every(({ status }) => status === 400) && good.status === 200;
  },

  'api-cache': async ({ http }) => {
    const draw = async (): Promise<unknown> =>
      (await http({ to: 'Api', path: '/probe', as: 'A' })).body;
    const [first, second] = [await draw(), await draw()];
    return JSON.stringify(first) === JSON.stringify(second);
  },

  'iam-enforced': async ({ sdk }) => {
    const Key = { id: { S: 'a' } };
    const ask = (command: string, input: Properties): Promise<string> =>
      decision(sdk('dynamodb', command, input, { principal: 'Role' }));
    const read = await ask('GetItem', { TableName: '${Table}', Key });
    const denied = [
      await ask('GetItem', { TableName: '${OtherTable}', Key }),
      await ask('Scan', { TableName: '${Table}' }),
      await ask('DeleteTable', { TableName: '${Table}' }),
    ];
    return read === 'allowed' && denied.every((each) => each === 'denied');
  },

  'identity-pool': async ({ sdk }) => {
    const { Arn } = await sdk('sts', 'GetCallerIdentity', {}, { principal: 'A' });
    const logins = (token: string): Properties => ({
      IdentityPoolId: '${Pool}',
      Logins: { 'cognito-idp.${AWS::Region}.amazonaws.com/${Users}': token },
    });
    const good = await refusalOf(sdk('cognito-identity', 'GetId', logins('${A.idToken}')));
    const altered = await refusalOf(sdk('cognito-identity', 'GetId', logins('${A.idToken}x')));
    return String(Arn).includes(':assumed-role/') && good === undefined && altered !== undefined;
  },

  'policy-variables': async ({ sdk }) => {
    const { IdentityId } = await sdk('cognito-identity', 'GetId', {
      IdentityPoolId: '${Pool}',
      Logins: { 'cognito-idp.${AWS::Region}.amazonaws.com/${Users}': '${A.idToken}' },
    });
    const put = (folder: string): Promise<string> =>
      decision(
        sdk(
          's3',
          'PutObject',
          { Bucket: '${Bucket}', Key: `${folder}/a`, Body: 'a' },
          { principal: 'A' },
        ),
      );
    return (
      (await put(String(IdentityId))) === 'allowed' && (await put('somebody-else')) === 'denied'
    );
  },

  'role-trust': async ({ sdk }) => {
    const Logins = { 'cognito-idp.${AWS::Region}.amazonaws.com/${Users}': '${A.idToken}' };
    const { IdentityId } = await sdk('cognito-identity', 'GetId', {
      IdentityPoolId: '${MistrustedPool}',
      Logins,
    });
    const refusal = await refusalOf(
      sdk('cognito-identity', 'GetCredentialsForIdentity', { IdentityId, Logins }),
    );
    return refusal !== undefined;
  },
};

async function decision(call: Promise<unknown>): Promise<'allowed' | 'denied' | 'other'> {
  const refusal = await refusalOf(call);
  if (refusal === undefined) return 'allowed';
  return /AccessDenied/.test(refusal.code) ? 'denied' : 'other';
}
