/** A topic or queue encrypted with a key that a service which publishes to it may not use. */
import { decide } from '../../iam/decide/decide.ts';
import type { Resource } from '../../template/template.ts';
import type { PolicyBook } from '../policies.ts';
import { publishingsIn } from '../publishers.ts';
import { finderOf, type Find } from '../references.ts';
import type { Rule } from '../rule.ts';
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
  breaches({ resources, policies }) {
    const find = finderOf(resources);
    const publishings = publishingsIn(resources, policies);
    return resources.filter((each) => {
      const services = publishings.filter(({ to }) => to === each).map(({ service }) => service);
      const key = services.length === 0 ? undefined : keyOf(each, resources, find);
      return key !== undefined && services.some((service) => !lets(key, service, policies));
    });
  },
};

/** Nothing where nothing is encrypted with KMS, or with a key that stands in no template. */
function keyOf(
  { properties, ...encrypted }: Resource,
  resources: readonly Resource[],
  find: Find,
): Resource | 'of AWS' | undefined {
  const { KmsMasterKeyId } = properties;
  const written = textOf(KmsMasterKeyId);
  if (managedAliases.some((alias) => written.endsWith(alias))) return 'of AWS';
  const from = { ...encrypted, properties };
  const alias = resources.find(
    ({ type, properties: { AliasName } }) =>
      type === 'AWS::KMS::Alias' && textOf(AliasName) === written && written !== '',
  );
  const named = alias ?? find(KmsMasterKeyId, from);
  const key = named?.type === 'AWS::KMS::Alias' ? find(named.properties.TargetKeyId, named) : named;
  return key?.type === 'AWS::KMS::Key' ? key : undefined;
}

/** What else a condition asks for is not known: it may let the service. */
function lets(key: Resource | 'of AWS', service: string, policies: PolicyBook): boolean {
  if (key === 'of AWS') return false;
  const resource = policies.heldBy(key);
  const asked = {
    caller: { kind: 'service', name: service },
    resource: policies.arnOf(key),
    context: { values: ofNoAccount, unknown: 'rest' },
  } as const;
  return needed
    .map((action) => decide({ resource }, { ...asked, action }, policies.symbols).decision)
    .every((decision) => decision === 'allowed' || decision === 'depends');
}

/** A service is no principal of an account: these keys say that the caller is one. */
const ofNoAccount = {
  'kms:CallerAccount': [],
  'kms:ViaService': [],
  'aws:PrincipalAccount': [],
  'aws:PrincipalOrgID': [],
};
