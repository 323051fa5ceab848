/** What a person types is one instance, or they are told which there are. */
import { findInstance } from '../../lib/targets/instances.ts';

const known = ['AlbAsg/Web', 'AlbAsg/Fleet/1', 'AlbAsg/Spare/1'];

test.each([
  { typed: 'AlbAsg/Web', found: 'AlbAsg/Web' },
  { typed: 'Web', found: 'AlbAsg/Web' },
  { typed: 'Spare/1', found: 'AlbAsg/Spare/1' },
])('$typed is $found', ({ typed, found }) => {
  expect(findInstance('fake', typed, known)).toBe(found);
});

test.each([
  {
    says: 'a name with a slip: the nearest, and all',
    typed: 'Flet/1',
    error: {
      code: 'UnknownInstance',
      next: `did you mean 'Fleet/1'? there are: ${known.join(', ')}`,
    },
  },
  {
    says: 'a name like none: all',
    typed: 'database',
    error: { code: 'UnknownInstance', next: `there are: ${known.join(', ')}` },
  },
  {
    says: 'a tail that two have: those two',
    typed: '1',
    error: { code: 'WhichInstance', next: 'there are: AlbAsg/Fleet/1, AlbAsg/Spare/1' },
  },
])('$says', ({ typed, error }) => {
  expect(() => findInstance('fake', typed, known)).toThrow(expect.objectContaining(error) as Error);
});

test('where none runs, that is said', () => {
  expect(() => findInstance('fake', 'Web', [])).toThrow(
    expect.objectContaining({ next: 'it runs none at the moment' }) as Error,
  );
});
