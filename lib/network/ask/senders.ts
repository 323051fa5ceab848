/** Who opens connections of its own. */

/**
 * An endpoint's interface is where requests enter, and a mount target is what clients mount: they answer, whatever their
 * groups let out. NAT gateways are no ends of a flow at all.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 * @see https://docs.aws.amazon.com/efs/latest/ug/network-access.html
 */
const onlyAnswering = new Set([
  'AWS::EC2::VPCEndpoint',
  'AWS::EFS::FileSystem',
  'AWS::EFS::MountTarget',
]);

export function onlyAnswers(type: string): boolean {
  return onlyAnswering.has(type);
}
