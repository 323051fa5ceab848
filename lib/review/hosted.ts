/** What services that AWS runs answer the internet, each at its own address. Pure. */
import { isTrue, listOf, mapOf, textOf, textsOf } from '../rules/values.ts';
import type { Resource } from '../template/template.ts';
import type { Answers } from './report.ts';

type Look = (properties: Resource['properties']) => Answers | undefined;

/** By type; nothing of what only a VPC reaches. */
export const hosted: Readonly<Record<string, Look>> = {
  /** @see https://docs.aws.amazon.com/apprunner/latest/api/API_IngressConfiguration.html */
  'AWS::AppRunner::Service': ({ NetworkConfiguration }) => {
    const { IsPubliclyAccessible } = mapOf(mapOf(NetworkConfiguration).IngressConfiguration);
    const perhaps = whether(IsPubliclyAccessible);
    return perhaps === undefined ? undefined : { open: [`every request${perhaps}`], guarded: [] };
  },
  /**
   * An API key says what throttles, not who asks.
   * @see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
   */
  'AWS::AppSync::GraphQLApi': (properties) => {
    if (properties.Visibility === 'PRIVATE') return undefined;
    const { AuthenticationType, AdditionalAuthenticationProviders } = properties;
    const more = listOf(AdditionalAuthenticationProviders).map(
      (each) => mapOf(each).AuthenticationType,
    );
    const types = [AuthenticationType, ...more].map((each) => textOf(each));
    return {
      open: types.includes('API_KEY') ? ['GraphQL with an API key'] : [],
      guarded: types.filter((each) => each !== 'API_KEY').map((each) => `GraphQL by ${each}`),
    };
  },
  /** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html */
  'AWS::CloudFront::Distribution': ({ DistributionConfig }) => {
    const perhaps = whether(mapOf(DistributionConfig).Enabled);
    return perhaps === undefined
      ? undefined
      : { open: [`what it distributes${perhaps}`], guarded: [] };
  },
  /** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html */
  'AWS::Cognito::UserPoolDomain': () => ({ open: [], guarded: ['who signs in'] }),
  /** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html */
  'AWS::EKS::Cluster': ({ ResourcesVpcConfig }) => {
    const { EndpointPublicAccess, PublicAccessCidrs } = mapOf(ResourcesVpcConfig);
    const perhaps = whether(EndpointPublicAccess);
    if (perhaps === undefined) return undefined;
    const from = PublicAccessCidrs === undefined ? everywhere : textsOf(PublicAccessCidrs);
    return { open: [], guarded: [`Kubernetes API by IAM, from ${from.join(', ')}${perhaps}`] };
  },
};

const everywhere = ['0.0.0.0/0'];

/** Nothing of what is switched off; what is not written is on. */
export function whether(written: unknown): string | undefined {
  if (written === undefined || isTrue(written)) return '';
  const text = textOf(written);
  return text.toLowerCase() === 'false' ? undefined : `, if ${text} is true`;
}
