import { judgeDocuments, policiesIn } from '../../lib/checks/policies.ts';
import type { Properties } from '../../lib/capabilities.ts';

const documentWith = (statement: object): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...statement }],
});

const resources: Readonly<Record<string, ReadonlyMap<string, Properties>>> = {
  'AWS::IAM::Role': new Map([
    [
      'Worker',
      {
        AssumeRolePolicyDocument: documentWith({ Action: 'sts:AssumeRole' }),
        Policies: [{ PolicyName: 'inline', PolicyDocument: documentWith({}) }],
      },
    ],
  ]),
  'AWS::SQS::QueuePolicy': new Map([['Orders/Policy', { PolicyDocument: documentWith({}) }]]),
};
const facts = (type: string) => Promise.resolve(resources[type] ?? new Map<string, Properties>());

test('every document of a template is found, each as what it is', async () => {
  const found = (await policiesIn(facts)).map(({ name, kind }) => `${name} ${kind}`);
  expect(found.toSorted()).toEqual(['Orders/Policy resource', 'Worker identity', 'Worker trust']);
});

const admin = { name: 'Admin', document: documentWith({}), kind: 'identity' } as const;

test('a document with a fault that is looked for fails with its name and its place', () => {
  const { outcome, reason } = judgeDocuments([admin], ['star-star'], []);
  expect(outcome).toBe('failed');
  expect(reason).toMatch(/^Admin, Statement\[0\]\.Action: /);
});

test('what is not looked for, and what only limits, is no fault', () => {
  expect(judgeDocuments([admin], ['not-action'], []).outcome).toBe('held');
  expect(judgeDocuments([{ ...admin, isLimit: true }], ['star-star'], []).outcome).toBe('held');
});

test('a text that does not parse is a fault, and others are counted', () => {
  const broken = { ...admin, name: 'Broken', document: '{ "Version": "2012-10-17". }' };
  const { outcome, reason } = judgeDocuments([broken, admin], ['refused', 'star-star'], []);
  expect(outcome).toBe('failed');
  expect(reason).toMatch(/^Broken: it does not parse.*and 1 more faults$/);
});

test('all of a service for one of the own accounts is no fault', () => {
  const document = documentWith({ Action: 'sqs:*', Principal: { AWS: '111122223333' } });
  const policy = { name: 'Orders', document, kind: 'resource' } as const;
  expect(judgeDocuments([policy], ['whole-service'], ['111122223333']).outcome).toBe('held');
  expect(judgeDocuments([policy], ['whole-service'], ['444455556666']).outcome).toBe('failed');
});
