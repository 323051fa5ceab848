/** A topic or queue encrypted with a key that a service which publishes to it may not use. */
import type { Resource } from '../../template/template.ts';
import { publishingsIn } from '../publishers.ts';
import { finderOf, type Find } from '../references.ts';
import type { Rule } from '../rule.ts';
import { covers, statementsOf, type Statement } from '../statements.ts';
import { textOf } from '../values.ts';

/** What a publisher does with a key: have a data key made, and read it again. */
const needed = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** The keys that AWS manages: their policies are AWS's and admit no service. */
const managedAliases = ['alias/aws/sns', 'alias/aws/sqs'];

export const kmsLetsService: Rule = {
  id: 'kit/kms-lets-service',
  says: 'is encrypted with a key that a service which publishes to it may not use',
  because:
    'The service has to have a data key made and to read it (kms:GenerateDataKey*, kms:Decrypt): without that its messages are lost, however open the policy of the topic or queue is.',
  source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    const publishings = publishingsIn(resources);
    return resources.filter((each) => {
      const policy = keyPolicyOf(each, resources, find);
      return (
        policy !== undefined &&
        publishings.some(({ service, to }) => to === each && !lets(policy, service))
      );
    });
  },
};

/** Undefined where nothing is encrypted with KMS, or with a key that stands in no template. */
function keyPolicyOf(
  { properties, ...encrypted }: Resource,
  resources: readonly Resource[],
  find: Find,
): readonly Statement[] | undefined {
  const { KmsMasterKeyId } = properties;
  const written = textOf(KmsMasterKeyId);
  if (managedAliases.some((alias) => written.endsWith(alias))) return [];
  const from = { ...encrypted, properties };
  const alias = resources.find(
    ({ type, properties: { AliasName } }) =>
      type === 'AWS::KMS::Alias' && textOf(AliasName) === written && written !== '',
  );
  const named = alias ?? find(KmsMasterKeyId, from);
  const key = named?.type === 'AWS::KMS::Alias' ? find(named.properties.TargetKeyId, named) : named;
  return key?.type === 'AWS::KMS::Key' ? statementsOf(key.properties.KeyPolicy) : undefined;
}

function lets(policy: readonly Statement[], service: string): boolean {
  return needed.every((action) =>
    policy.some(
      (statement) =>
        statement.isAllow && covers(statement, action) && speaksToService(statement, service),
    ),
  );
}

/** Everybody of an account is no service: these keys say that the caller is a principal of it. */
const accountKeys = [
  'kms:calleraccount',
  'kms:viaservice',
  'aws:principalaccount',
  'aws:principalorgid',
];

function speaksToService(
  { principals, services, conditions }: Statement,
  service: string,
): boolean {
  if (services.includes(service)) return true;
  return principals.includes('*') && !conditions.some(({ key }) => accountKeys.includes(key));
}
