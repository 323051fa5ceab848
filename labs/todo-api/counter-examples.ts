import { CfnMethod } from 'aws-cdk-lib/aws-apigateway';
import { CfnSecurityGroupIngress, CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import type { CounterExample } from '../../lib/lab.ts';
import { forget, resource, swapHandler } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';
import { allowFiles, allowItems, openMethod, redeploy, setCaching } from './mistakes.ts';

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
    id: 'endpoint-for-nobody',
    stage: 'read-throughput',
    fails: ['answers-without-cache'],
    mistake: (app) => {
      resource(app, 'Vpc/DynamoDb', CfnVPCEndpoint).policyDocument = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }],
      };
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
