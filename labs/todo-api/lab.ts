import { defineLab } from '../../lib/lab.ts';

const stages = ['rest', 'personal-files', 'read-throughput', 'api-cache'] as const;
export type Stage = (typeof stages)[number];
export type Parameter = 'siteOrigin' | 'dynamoDbPrefixList';

export default defineLab<Stage, Parameter>({
  title: 'A private to-do list that grows from one table to cached reads',
  question:
    'How far does a serverless REST API get with nothing to patch, and which new problem does each added piece solve or create?',
  level: 200,
  family: 'serverless',
  services: ['API Gateway', 'Lambda', 'DynamoDB', 'Cognito', 'STS', 'S3', 'VPC', 'DAX'],
  exam: ['1.1', '1.2', '2.1', '3.3'],
  minutes: 90,
  stages,
  shows: 'rest',
  parameters: {
    siteOrigin: {
      says: 'the one web origin whose pages may call the API and the bucket',
      default: 'https://todo.example.com',
    },
    dynamoDbPrefixList: {
      says: 'id of the managed prefix list com.amazonaws.<region>.dynamodb in the region of the lab',
      default: 'pl-02cd2c6b',
    },
  },
  firstCall: `POST /todos '{"title":"pass"}' --as A`,
  costPerMonth: 0,
  // Three dax.t3.small nodes (87.60) and an API cache of 0.5 GB (14.60), both by the hour whether used or not.
  costCeiling: 105,
  architecture: () => import('./stack.ts'),
  checks: () => import('./checks.ts'),
  experiments: () => import('./experiments.ts'),
});
