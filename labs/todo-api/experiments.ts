import type { App } from 'aws-cdk-lib';
import { CfnMethod, CfnModel, CfnStage, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnCluster } from 'aws-cdk-lib/aws-dax';
import { CfnSecurityGroupIngress, CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { CfnPolicy, CfnRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import type { CounterExample, Experiment } from '../../lib/lab.ts';
import { forget, resource, swapHandler } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';

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

export const counterExamples: readonly CounterExample<Stage>[] = [
  {
    // The function reads the user out of the token by itself, and nobody looks at the signature.
    id: 'token-only-decoded',
    stage: 'rest',
    fails: ['forged-token-401'],
    alsoFails: { 'no-token-401': 'no method asks for a token any more' },
    mistake: (app) => {
      swapHandler(
        app,
        'Handlers/Todos',
        new URL('./handlers/todos-decoding-token.ts', import.meta.url),
      );
      for (const place of ['todos/GET', 'todos/POST', '{id}/GET', '{id}/PUT', '{id}/DELETE'])
        openMethod(resource(app, place, CfnMethod));
      redeploy(app, 'token-only-decoded');
    },
  },
  {
    id: 'no-delete-permission',
    stage: 'rest',
    fails: ['crud-round-trip', 'function-least-privilege'],
    alsoFails: { 'own-items-only': 'deleting ends in an error where 404 is told' },
    mistake: (app) => {
      allowItems(app, [
        'dynamodb:Query',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ]);
    },
  },
  {
    id: 'table-wide-role',
    stage: 'rest',
    fails: ['function-least-privilege'],
    mistake: (app) => {
      allowItems(app, ['dynamodb:*']);
    },
  },
  {
    id: 'unvalidated-post',
    stage: 'rest',
    fails: ['bad-body-400'],
    mistake: (app) => {
      resource(app, 'todos/POST', CfnMethod).requestValidatorId = undefined;
      redeploy(app, 'unvalidated-post');
    },
  },
  {
    id: 'wrong-variable',
    stage: 'personal-files',
    fails: ['upload-own-file'],
    mistake: (app) => {
      allowFiles(app, '${cognito-identity.amazonaws.com:aud}/*');
    },
  },
  {
    id: 'no-cache-permission',
    stage: 'read-throughput',
    fails: ['reads-go-through-cache'],
    mistake: (app) => {
      forget(app, 'TodosOnCache');
    },
  },
  {
    id: 'cache-open-to-network',
    stage: 'read-throughput',
    fails: ['cache-closed-to-others'],
    mistake: (app) => {
      const rule = resource(app, 'CacheFromFunction', CfnSecurityGroupIngress);
      rule.sourceSecurityGroupId = undefined;
      rule.cidrIp = '10.43.0.0/16';
    },
  },
  {
    id: 'table-without-endpoint',
    stage: 'read-throughput',
    fails: ['answers-without-cache'],
    mistake: (app) => {
      const endpoint = resource(app, 'Vpc/DynamoDb', CfnVPCEndpoint);
      endpoint.routeTableIds = endpoint.routeTableIds?.slice(1);
    },
  },
  {
    // Neither a way to the table nor code that would take it.
    id: 'cache-for-a-store',
    stage: 'read-throughput',
    fails: ['answers-without-cache'],
    alsoFails: {
      'crud-round-trip': 'nothing is written where nothing is read',
      'own-items-only': 'there are no items to keep apart',
    },
    mistake: (app) => {
      swapHandler(
        app,
        'Handlers/Todos',
        new URL('./handlers/todos-needing-cache.ts', import.meta.url),
      );
      forget(app, 'Vpc/DynamoDb');
    },
  },
  {
    id: 'templates-uncached',
    stage: 'api-cache',
    fails: ['templates-cached'],
    mistake: (app) => {
      setCaching(app, { httpMethod: 'GET', resourcePath: '/~1templates', cachingEnabled: false });
    },
  },
];

function openMethod(method: CfnMethod): void {
  method.authorizationType = 'NONE';
  method.authorizerId = undefined;
}

/** The stage serves the last deployment: a changed method is seen only with a new one, which a new logical id makes. */
function redeploy(app: App, because: string): void {
  const api = app.node.findAll().find((each) => each instanceof RestApi);
  api?.latestDeployment?.addToLogicalId(because);
}

/** Methods are served as the stage says, without a new deployment. */
function setCaching(app: App, setting: CfnStage.MethodSettingProperty): void {
  const stage = resource(app, 'DeploymentStage.prod', CfnStage);
  const others = (stage.methodSettings as readonly CfnStage.MethodSettingProperty[]).filter(
    (each) => each.resourcePath !== setting.resourcePath,
  );
  stage.methodSettings = [...others, setting];
}

function allowItems(app: App, actions: string[]): void {
  const table = resource(app, 'Data/Todos', CfnTable).attrArn;
  resource(app, 'TodosOnTable', CfnPolicy).policyDocument = allowing(actions, table);
}

function allowFiles(app: App, below: string): void {
  const bucket = resource(app, 'Attachments', CfnBucket).attrArn;
  const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];
  resource(app, 'OwnFiles', CfnPolicy).policyDocument = allowing(actions, `${bucket}/${below}`);
}

function allowing(actions: string[], on: string): PolicyDocument {
  return new PolicyDocument({ statements: [new PolicyStatement({ actions, resources: [on] })] });
}
