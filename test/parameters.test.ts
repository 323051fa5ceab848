import { chosenParameters, givenOf, parametersOf, parseParameters } from '../lib/parameters.ts';
import { labWith } from './support/fakes.ts';

const lab = labWith({
  parameters: {
    origin: { says: 'the site', default: 'https://example.com' },
    size: { says: 'how big', default: 'small', oneOf: ['small', 'big'] },
  },
});

test('every lab has a variant, before its own parameters', () => {
  expect(Object.keys(parametersOf(lab))).toEqual(['variant', 'origin', 'size']);
  expect(Object.keys(parametersOf(labWith()))).toEqual(['variant']);
});

test('what is typed stands, what is not has its default', () => {
  expect(chosenParameters(lab, { size: 'big' })).toEqual({
    ...{ variant: 'learning', origin: 'https://example.com', size: 'big' },
  });
});

test.each([
  ['a value that is none of its list', { size: 'huge' }, `size is 'huge', not one of small, big`],
  ['a variant that is none', { variant: 'x' }, `variant is 'x', not one of learning, production`],
  [
    'a name that is none',
    { siez: 'big' },
    `no parameter is called 'siez'; there are: variant, origin, size`,
  ],
  [
    'a name that every object has',
    { constructor: 'x' },
    `no parameter is called 'constructor'; there are: variant, origin, size`,
  ],
])('refuses %s', (_, typed, message) => {
  expect(() => chosenParameters(lab, typed as unknown as Record<string, string>)).toThrow(message);
});

test('refuses an unknown name with the nearest', () => {
  expect(() => chosenParameters(lab, { sice: 'big' })).toThrow(
    expect.objectContaining({ code: 'UnknownParameter', next: `did you mean 'size'?` }) as Error,
  );
});

test('words are cut at their first equals sign; of one name said twice the last counts', () => {
  expect(parseParameters(['a=1', 'b=x=y', 'c=', 'a=2'])).toEqual({ a: '2', b: 'x=y', c: '' });
});

test.each(['variant', '=learning', ''])('refuses %j, which is no name=value', (word) => {
  expect(() => parseParameters([word])).toThrow(`'${word}' is no parameter: write name=value`);
});

test('an architecture is given its stage and its parameters', () => {
  const given = givenOf(lab, 'second', { size: 'big' });
  expect([given.has('second'), given.has('third')]).toEqual([true, false]);
  expect([given.parameter('size'), given.parameter('variant')]).toEqual(['big', 'learning']);
});

test('fails on a parameter that the lab does not declare: a bug of the lab', () => {
  const given = givenOf(lab, 'first', {});
  expect(() => given.parameter('colour')).toThrow(`the lab declares no parameter 'colour'`);
});
