/** What `AWS::Lambda::Permission` says of calls through a function URL. */
import { Permissions } from '../../lib/iam/permissions.ts';
import { allowedChanges } from '../../lib/review/allowed-changes.ts';
import { attentionOf } from '../../lib/review/attention.ts';
import { outsidersOf } from '../../lib/review/outsiders.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import type { Resource } from '../../lib/template/template.ts';
import { resource } from './resources.ts';

const fn = resource('Fn', 'AWS::Lambda::Function');
const permission = (more: object): Resource =>
  resource('P', 'AWS::Lambda::Permission', {
    ...{ FunctionName: '${Fn.Arn}', Principal: '*', Action: 'lambda:InvokeFunction' },
    ...more,
  });

describe('a permission for calls through the URL', () => {
  const mayBy = (InvokedViaFunctionUrl: unknown, value: string) =>
    new Permissions([fn, permission({ InvokedViaFunctionUrl })]).may({
      ...{ who: 'anonymous', action: 'lambda:InvokeFunction', on: 'Fn' },
      context: { 'lambda:InvokedViaFunctionUrl': value },
    }).decision;

  test.each([
    [true, 'true', 'allowed'],
    ['true', 'true', 'allowed'],
    [true, 'false', 'implicit deny'],
    [false, 'false', 'allowed'],
    [undefined, 'false', 'allowed'],
  ])('%j and a call with %j: %s', (written, value, expected) => {
    expect(mayBy(written, value)).toBe(expected);
  });

  const open = subjectOf([fn, permission({ InvokedViaFunctionUrl: true })]);

  test('is no way in for anybody without one', () => {
    expect(outsidersOf(open)).toMatchObject([
      { who: 'anybody', conditions: ['lambda:InvokedViaFunctionUrl'] },
    ]);
  });

  test('is told with what it asks for', () => {
    const state = {
      ...{ absent: [], exposure: { inbound: [] }, entries: [], outsiders: [], leftovers: [] },
      change: {
        ...{ resources: [], reach: { inbound: [] }, cost: { perMonth: 0 }, newFindings: [] },
        allowed: allowedChanges(subjectOf([fn]), open),
      },
    };
    expect(attentionOf(state as unknown as Parameters<typeof attentionOf>[0])).toEqual([
      'Newly allowed: anybody lambda:InvokeFunction on Fn, only with lambda:InvokedViaFunctionUrl',
    ]);
  });
});
