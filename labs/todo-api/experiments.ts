import { CfnMethod, CfnModel } from 'aws-cdk-lib/aws-apigateway';
import { CfnCluster } from 'aws-cdk-lib/aws-dax';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Experiment } from '../../lib/lab.ts';
import { forget, resource, swapHandler } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';
import { allowFiles, openMethod, redeploy, setCaching } from './mistakes.ts';

export { counterExamples } from './counter-examples.ts';

export const experiments: readonly Experiment<Stage>[] = [
  {
    id: 'user-id-from-body',
    says: 'The function takes the owner from the body where one is given, and the models let it through',
    stage: 'rest',
    fails: ['owner-from-claims', 'own-items-only'],
    lesson: 'The token says who asks; the body only says what is asked for.',
    mistake: (app) => {
      swapHandler(
        app,
        'Handlers/Todos',
        new URL('./handlers/todos-trusting-body.ts', import.meta.url),
      );
      for (const id of ['NewTodo', 'ChangedTodo']) {
        const model = resource(app, id, CfnModel);
        model.schema = { ...(model.schema as object), additionalProperties: true };
      }
      redeploy(app, 'user-id-from-body');
    },
  },
  {
    id: 'open-method',
    look: 'GET /todos',
    says: 'GET /todos: AuthorizationType COGNITO_USER_POOLS -> NONE',
    stage: 'rest',
    fails: ['no-token-401'],
    alsoFails: {
      'forged-token-401': 'the method that it asks no longer looks at tokens',
      'own-items-only':
        'without an authorizer there are no claims, and signed-in users are nobody to the function',
    },
    lesson:
      'An open method is open to everybody and personal for nobody. That the data stayed safe is the work of the second lock: the function serves nobody without claims.',
    mistake: (app) => {
      openMethod(resource(app, 'todos/GET', CfnMethod));
      redeploy(app, 'open-method');
    },
  },
  {
    id: 'whole-bucket-role',
    says: 'Role SignedIn: objects <bucket>/<own identity id>/* -> <bucket>/*',
    stage: 'personal-files',
    fails: ['foreign-prefix-denied'],
    lesson: 'One role serves all users: only the policy variable separates them.',
    mistake: (app) => {
      allowFiles(app, '*');
    },
  },
  {
    id: 'trust-any-pool',
    says: 'Role SignedIn: the trust policy lost its condition on cognito-identity.amazonaws.com:aud',
    stage: 'personal-files',
    fails: ['credentials-expire'],
    lesson:
      'Cognito signs for every identity pool there is: without the audience any of them, in any account, may hand out this role.',
    mistake: (app) => {
      resource(app, 'Files/SignedIn', CfnRole).assumeRolePolicyDocument = {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRoleWithWebIdentity',
            Principal: { Federated: 'cognito-identity.amazonaws.com' },
            Condition: {
              'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
            },
          },
        ],
      };
    },
  },
  {
    id: 'cache-without-identity',
    says: 'Stage prod: caching on for GET /todos, no cache key',
    stage: 'api-cache',
    fails: ['personal-answer-not-shared'],
    lesson:
      'The cache sits behind the authorizer but does not know the user: whoever asks next gets the list of whoever asked first.',
    mistake: (app) => {
      setCaching(app, { httpMethod: 'GET', resourcePath: '/~1todos', cachingEnabled: true });
    },
  },
  {
    id: 'no-endpoint',
    says: 'The DynamoDB endpoint is gone',
    stage: 'read-throughput',
    fails: ['answers-without-cache'],
    lesson:
      'A function in an isolated subnet reaches nothing by itself, not even the table next door.',
    mistake: (app) => {
      forget(app, 'Vpc/DynamoDb');
    },
  },
  {
    id: 'one-node',
    says: 'Cache: ReplicationFactor 3 -> 1',
    stage: 'read-throughput',
    fails: ['dax-survives-a-node'],
    lesson:
      'Losing the only node loses the whole cache, and the table takes all the reads at once.',
    mistake: (app) => {
      resource(app, 'Cache', CfnCluster).replicationFactor = 1;
    },
  },
];
