/** The account of a stack, where the manifest of its assembly names one. */
import { openTemplates } from '../../lib/template/open.ts';
import { temporaryFolder, type Folder } from './folder.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const queue = { Type: 'AWS::SQS::Queue' };
const inner = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'inner.json' } };

function accountsIn(environment: string): Readonly<Record<string, string | undefined>> {
  folder.write('inner.json', { Resources: { Nested: queue } });
  folder.write('Shared.template.json', { Resources: { Own: queue, Inner: inner } });
  const stack = {
    ...{ type: 'aws:cloudformation:stack', environment },
    properties: { templateFile: 'Shared.template.json' },
  };
  folder.write('manifest.json', { version: '48.0.0', artifacts: { Shared: stack } });
  const { resources } = openTemplates(folder.path);
  return Object.fromEntries(resources.map(({ logicalId, account }) => [logicalId, account]));
}

test('a resource is in the account of its stack, in a nested one too', () => {
  const account = '222222222222';
  expect(accountsIn('aws://222222222222/unknown-region')).toEqual({
    ...{ Own: account, Inner: account, Nested: account },
  });
});

test('of a stack about which whoever deploys it decides, no account is known', () => {
  expect(accountsIn('aws://unknown-account/unknown-region')).toEqual({});
});
