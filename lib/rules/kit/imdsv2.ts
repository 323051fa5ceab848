/** An instance whose metadata service answers without a token. */
import type { Resource } from '../../template/template.ts';
import { imagesOf, launchOf } from '../launches.ts';
import type { Rule } from '../rule.ts';
import { mapOf, textOf } from '../values.ts';

export const imdsv2: Rule = {
  id: 'kit/imdsv2',
  says: 'lets its instances read their metadata without a token (HttpTokens is not required)',
  because:
    "Whoever makes such an instance fetch a URL of their choice gets its role's credentials; a token has to be asked for by PUT first.",
  source:
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
  breaches({ resources }) {
    return resources.filter((each) => launchOf(each) !== undefined && !asksToken(each));
  },
};

/** An instance that says nothing of its own is as its launch template says, which is judged by itself. */
function asksToken(resource: Resource): boolean {
  const launch = launchOf(resource) ?? {};
  const { HttpTokens, HttpEndpoint } = mapOf(launch.MetadataOptions);
  if (HttpTokens === undefined && (launch.LaunchTemplate !== undefined || imageAsks(resource)))
    return true;
  const isKnown = !textOf(HttpTokens).includes('${');
  return !isKnown || HttpTokens === 'required' || HttpEndpoint === 'disabled';
}

/**
 * Amazon Linux 2023 asks for tokens where nothing else is said.
 * @see https://docs.aws.amazon.com/linux/al2023/ug/imdsv2.html
 * @see https://docs.aws.amazon.com/linux/al2023/ug/ec2.html its public parameters
 */
function imageAsks(resource: Resource): boolean {
  const images = imagesOf(resource);
  const isKnown = /resolve:ssm:\/aws\/service\/ami-amazon-linux-latest\/al2023-/;
  return images.length > 0 && images.every((each) => isKnown.test(each));
}
