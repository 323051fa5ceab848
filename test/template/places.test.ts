import { placeOf, resourceAt, resourcesAt } from '../../lib/template/places.ts';
import { bucketAt } from '../support/templates.ts';

const files = bucketAt('App/Files/Store');
const copies = bucketAt('App/Copies/Store');
const store = bucketAt('App/Datastore');
const all = [files, copies, store];

test.each([
  ['a path below its stack', 'Files/Store'],
  ['a whole path', 'App/Files/Store'],
  ['a logical id', 'AppFilesStore'],
])('a resource is found by %s', (_, place) => {
  expect(resourceAt(all, place)).toBe(files);
});

test('part of a construct id means nothing', () => {
  expect(resourcesAt(all, 'store')).toEqual([]);
  expect(resourcesAt(all, 'Store')).toEqual([files, copies]);
});

test('a place that two resources share is clear where the type is', () => {
  const queue = { ...copies, type: 'AWS::SQS::Queue' };
  expect(resourceAt([files, queue], 'Store', ['AWS::SQS::Queue'])).toBe(queue);
});

test('refuses an ambiguous place and names every meaning', () => {
  expect(() => resourceAt(all, 'Store')).toThrow(
    expect.objectContaining({
      code: 'AmbiguousPlace',
      message: `'Store' means Files/Store, Copies/Store`,
      next: 'name more of the path',
    }) as Error,
  );
});

test.each([
  {
    says: 'the nearest known place',
    ...{ place: 'Datastor', types: [], what: 'resource', next: `did you mean 'Datastore'?` },
  },
  {
    says: 'all places where none is near',
    ...{ place: 'Elephants', types: [], what: 'resource' },
    next: 'there are: Files/Store, Copies/Store, Datastore',
  },
  {
    says: 'the types that were wanted, of which there is none to name',
    ...{ place: 'Datastore', types: ['AWS::SQS::Queue', 'T'], what: 'AWS::SQS::Queue or T' },
    next: expect.not.stringMatching(/: $/) as string,
  },
])('refuses an unknown place with $says', ({ place, types, what, next }) => {
  expect(() => resourceAt(all, place, types)).toThrow(
    expect.objectContaining({
      code: 'UnknownPlace',
      message: `no ${what} is called '${place}'`,
      next,
    }) as Error,
  );
});

test('a resource is called by its path below the stack, or by what there is of it', () => {
  expect([placeOf(files), placeOf({ path: 'Alone' })]).toEqual(['Files/Store', 'Alone']);
});
