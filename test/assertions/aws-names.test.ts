/** Names that the assertions know at once, against those that the commands wait for. */
import { nearestKey, typeOfKey, typesOfAction } from '../../lib/assertions/aws-names.ts';
import { awsNames, serviceNames } from '../../lib/assertions/names-data.ts';
import { resourceTypesOf, typeOfKey as typeAwaited } from '../../lib/questions/may-names.ts';

const keys = [
  'aws:SourceIp',
  'AWS:sourceip',
  'aws:PrincipalTag/team',
  'aws:PrincipalTag/',
  'aws:RequestTag/a/b',
  's3:prefix',
  's3:ExistingObjectTag/classified',
  'dynamodb:LeadingKeys',
  'codebuild:environment.environmentVariables/NAME.value',
  'graph.facebook.com:id',
  'constructor:x',
  '__proto__:x',
  'aws:Nothing',
  'nothing',
];

test.each(keys)('%s is of the type that the command says', async (key) => {
  expect(typeOfKey(key)).toBe(await typeAwaited(key));
});

test('every action of some services is on what the command says', async () => {
  for (const service of ['s3', 'dynamodb', 'lambda', 'iam', 'execute-api'])
    for (const { name } of Object.values(serviceNames(service).actions)) {
      const action = `${service}:${name}`;
      expect(typesOfAction(action)).toEqual(await resourceTypesOf(action));
    }
});

test('every service that is listed has names', () => {
  const empty = awsNames().prefixes.filter(
    (each) => Object.keys(serviceNames(each).actions).length === 0,
  );
  expect(awsNames().prefixes.length - empty.length).toBeGreaterThan(400);
});

test('a key is near one of its service', () => {
  expect(nearestKey('s3:prefixx')).toBe("did you mean 's3:prefix'?");
  expect(nearestKey('x:y')).toBeUndefined();
});
