/** A VPC whose default security group still admits its members and lets everything out. */
import type { Resource } from '../../template/template.ts';
import type { Rule } from '../rule.ts';

export const defaultSgClosed: Rule = {
  id: 'kit/default-sg-closed',
  says: 'leaves its default security group open: from all its members, to everywhere',
  because:
    'Whatever is launched without a group lands in that one, and then reaches everything else that was forgotten there.',
  source:
    'https://docs.aws.amazon.com/config/latest/developerguide/vpc-default-security-group-closed.html',
  breaches({ resources }) {
    const custom = resources.filter(({ type }) =>
      /^(Custom::|AWS::CloudFormation::CustomResource$)/.test(type),
    );
    return resources.filter(
      (each) => each.type === 'AWS::EC2::VPC' && !custom.some((one) => concerns(one, each)),
    );
  },
};

/** CloudFormation has no property for it: only a custom resource that is given the group can close it. */
function concerns(custom: Resource, vpc: Resource): boolean {
  const text = JSON.stringify(custom.properties);
  const group = `${vpc.logicalId}.DefaultSecurityGroup}`;
  if (text.includes(`\${${vpc.stack}/${group}`)) return true;
  return custom.stack === vpc.stack && text.includes(`\${${group}`);
}
