/** An assembly that names an account is deployed in that account, or not at all. */
import { refuseOtherAccounts } from '../../../../lib/targets/aws/enter/other-accounts.ts';
import { temporaryFolder } from '../../../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

function entered(...environments: readonly string[]): () => void {
  const resources = { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } };
  folder.write('Any.template.json', resources);
  const stacks = environments.map((environment, index) => [
    `Stack${index}`,
    {
      ...{ type: 'aws:cloudformation:stack', environment },
      properties: { templateFile: 'Any.template.json' },
    },
  ]);
  folder.write('manifest.json', {
    version: '48.0.0',
    artifacts: Object.fromEntries(stacks) as object,
  });
  return () => {
    refuseOtherAccounts(folder.path, { account: '111122223333' });
  };
}

test('a stack of another account is refused by its name', () => {
  const environments = ['aws://111122223333/eu-west-1', 'aws://222222222222/unknown-region'];
  expect(entered(...environments)).toThrow('stack Stack1 belongs into account 222222222222');
});

test.each(['aws://111122223333/eu-west-1', 'aws://unknown-account/unknown-region'])(
  '%s is the sandbox, or whatever it is',
  (environment) => {
    expect(entered(environment)).not.toThrow();
  },
);
