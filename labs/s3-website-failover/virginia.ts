/** us-east-1 is unlike the rest: its public names are older, and the metrics of the global services live there. */
import { Aws, CfnCondition, Fn, type Stack } from 'aws-cdk-lib';

/** True where the stack is deployed to us-east-1. One a stack. */
export function isVirginia(stack: Stack): CfnCondition {
  const id = 'IsVirginia';
  const known = stack.node.tryFindChild(id) as CfnCondition | undefined;
  const expression = Fn.conditionEquals(Aws.REGION, 'us-east-1');
  return known ?? new CfnCondition(stack, id, { expression });
}
