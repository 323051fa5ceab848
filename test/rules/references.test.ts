import { finderOf } from '../../lib/rules/references.ts';
import { resolveStack } from '../../lib/template/read.ts';

const tables = (stack: string) =>
  resolveStack({
    stack,
    file: `${stack}.json`,
    raw: { Resources: { Notes: { Type: 'AWS::DynamoDB::Table' } } },
  }).resources;

const find = finderOf([...tables('First'), ...tables('Second')]);

test.each(['First', 'Second'])(
  'a name used in two stacks means the one of stack %s there',
  (stack) => {
    const [from] = tables(stack);
    expect(from && find('${Notes.Arn}', from)?.stack).toBe(stack);
  },
);

test('a name with its stack means the one of that stack, from wherever it is written', () => {
  const [from] = tables('Third');
  expect(from && find('${Second/Notes.Arn}', from)?.stack).toBe('Second');
  expect(from && find('${Notes}', from)).toBeUndefined();
});

test.each(['Notes', '${Notes}/index/*', '${AWS::Region}', '${Unknown}'])(
  '%s refers to no resource',
  (text) => {
    const [from] = tables('First');
    expect(from && find(text, from)).toBeUndefined();
  },
);
