/** Log groups that services make by themselves for a resource of a stack, and that no stack removes. */
import type { Deployed } from '../../api/deployed.ts';

/** CloudFormation cuts the logical id to this length where a name would become too long. */
const cutTo = 24;

/** How each service names the group of a resource. What follows the name is a stage or a file of it. */
const groups: Readonly<Record<string, (id: string) => string>> = {
  'AWS::ApiGateway::RestApi': (id) => `API-Gateway-Execution-Logs_${id}/`,
  'AWS::CodeBuild::Project': (id) => `/aws/codebuild/${id}`,
  'AWS::Lambda::Function': (id) => `/aws/lambda/${id}`,
  'AWS::RDS::DBCluster': (id) => `/aws/rds/cluster/${id}/`,
  'AWS::RDS::DBInstance': (id) => `/aws/rds/instance/${id}/`,
};

/** Beginnings under which such groups are found. */
export function implicitPrefixes(
  stacks: readonly string[],
  deployed: readonly Deployed[],
): readonly string[] {
  const ofStacks = stacks.flatMap((stack) =>
    ['lambda', 'apigateway', 'codebuild'].map((service) => `/aws/${service}/${stack}-`),
  );
  const ofResources = deployed
    .filter(({ physicalId }) => physicalId !== '')
    .flatMap(({ type, physicalId }) => groups[type]?.(physicalId) ?? [])
    .filter((name) => !ofStacks.some((prefix) => name.startsWith(prefix)));
  return [...ofStacks, ...ofResources];
}

/** What made the group: the resource that it is named after, also one of an earlier life of the stack; else nothing. */
export function isImplicitOf(group: string, deployed: readonly Deployed[]): string | undefined {
  const maker = deployed.find(({ type, stack, logicalId, physicalId }) => {
    const name = groups[type];
    if (name === undefined) return false;
    const isIts = physicalId !== '' && isNamedAfter(group, name(physicalId));
    return isIts || group.startsWith(name(`${stack}-${logicalId.slice(0, cutTo)}`));
  });
  return maker === undefined ? undefined : `${maker.type} ${maker.path}`;
}

/** `/aws/lambda/Todo` is not named after a function `Tod`. */
function isNamedAfter(group: string, name: string): boolean {
  return name.endsWith('/') ? group.startsWith(name) : group === name;
}

/** Groups that the functions and APIs of the stack wrote under their own ids: nobody else can have made them. */
export function ownGroups(deployed: readonly Deployed[]): readonly string[] {
  return deployed
    .filter(({ type, physicalId }) => type === 'AWS::Lambda::Function' && physicalId !== '')
    .map(({ physicalId }) => `/aws/lambda/${physicalId}`);
}
