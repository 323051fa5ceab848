import fc from '../support/fast-check.ts';
import {
  isUnknown,
  localized,
  parsePlaceholder,
  placeholdersIn,
  qualified,
} from '../../lib/template/placeholder.ts';

test.each<[text: string, meant: unknown]>([
  ['${Vpc}', { logicalId: 'Vpc' }],
  ['${Vpc.CidrBlock}', { logicalId: 'Vpc', attribute: 'CidrBlock' }],
  ['${Db.Endpoint.Address}', { logicalId: 'Db', attribute: 'Endpoint.Address' }],
  ['${Network/Vpc}', { stack: 'Network', logicalId: 'Vpc' }],
  ['${App/my-net/Vpc.Arn}', { stack: 'App/my-net', logicalId: 'Vpc', attribute: 'Arn' }],
  ['Vpc', undefined],
  ['${Vpc}/x', undefined],
  ['${AWS::Region}', undefined],
  ['${AWS::Region}a', undefined],
  ['${If IsProd then a else b}', undefined],
  ['${Select 0 of Network/Vpc.Ipv6CidrBlocks}', undefined],
  ['${ImportValue net/vpc}', undefined],
  ['${cognito-identity.amazonaws.com:sub}', undefined],
  ['', undefined],
])('%s means %p', (text, meant) => {
  expect(parsePlaceholder(text)).toEqual(meant);
});

test('placeholders and dynamic references of a text are found in their order', () => {
  const text = 'a ${Vpc.Id} {{resolve:ssm:/x:1}} ${Network/B}';
  expect(placeholdersIn(text)).toEqual(['${Vpc.Id}', '{{resolve:ssm:/x:1}}', '${Network/B}']);
  expect([text, '${', 'plain $x'].map(isUnknown)).toEqual([true, true, false]);
});

test('only placeholders of the stack itself get its name, and lose it at home', () => {
  const own = new Set(['${Vpc}', '${AWS::Region}', '${If A then b else c}']);
  const value = { a: ['${Vpc}-${HOME}', '${AWS::Region}'], b: '${If A then b else c}', c: 1 };
  const abroad = qualified(value, 'Net', own);
  expect(abroad).toEqual({
    a: ['${Net/Vpc}-${HOME}', '${AWS::Region}'],
    b: '${Net/If A then b else c}',
    c: 1,
  });
  expect(localized(abroad, 'Net')).toEqual(value);
  expect(localized(abroad, 'Other')).toEqual(abroad);
});

test('what is parsed is what was written', () => {
  const ids = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,8}$/);
  const stacks = fc.option(fc.stringMatching(/^[A-Z][A-Za-z0-9-]{0,8}$/), { nil: undefined });
  const attributes = fc.option(fc.stringMatching(/^[A-Za-z][A-Za-z0-9.]{0,8}$/), {
    nil: undefined,
  });
  fc.assert(
    fc.property(ids, stacks, attributes, (logicalId, stack, attribute) => {
      const text = `\${${stack === undefined ? '' : `${stack}/`}${logicalId}${attribute === undefined ? '' : `.${attribute}`}}`;
      expect(parsePlaceholder(text)).toEqual({
        logicalId,
        ...(stack === undefined ? {} : { stack }),
        ...(attribute === undefined ? {} : { attribute }),
      });
    }),
  );
});
