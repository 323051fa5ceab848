/** `may`: IAM's own policy simulator on the principals that are deployed. */
import type { Permission, PermissionRequest, Properties } from '../../../capabilities.ts';
import { Unavailable } from '../../../errors.ts';
import type { Documents, DocumentsByName } from '../../../iam/policies.ts';
import { usual } from '../../../iam/request.ts';
import { deployedAt, type Deployed } from '../../api/deployed.ts';
import { filled, type LiveLab } from './live-lab.ts';
import { resourcePolicyOf, type ResourcePolicy } from './resource-policy.ts';

type Asking = Pick<LiveLab, 'client' | 'deployed' | 'outputs' | 'sandbox'>;

/**
 * Permissions boundaries and service control policies are part of the simulator's answer; a resource's own policy is
 * only where it can be, see {@link withResource}.
 * @throws Unavailable where the simulator's answer would not be the whole one
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function may(lab: Asking, asked: PermissionRequest): Promise<Permission> {
  const { action, on, context, documents } = await filled(lab, asked);
  const principal = await principalOf(lab, asked.who);
  const policy = on === '*' ? undefined : await resourcePolicyOf(lab.client, on);
  const isUser = principal.includes(':user/');
  const { EvaluationResults } = await lab.client.send('iam', 'SimulatePrincipalPolicy', {
    PolicySourceArn: principal,
    ActionNames: [action],
    ResourceArns: [on],
    ContextEntries: entriesOf(context),
    ...besidesOf(documents),
    ...(isUser && policy !== undefined
      ? { ResourcePolicy: policy.text, CallerArn: principal }
      : {}),
  });
  const [result] = (EvaluationResults ?? []) as readonly Result[];
  if (result === undefined) throw new Unavailable(`the policy simulator says nothing of ${action}`);
  const decision = decisionOf(result, absentIn(context));
  if (!isUser) withResource(decision, policy, on);
  return answer({ principal, action, on }, result, decision);
}

/**
 * Policies of an identity and a boundary come along with the question.
 * @throws Unavailable for the others: the simulator takes none of them, or for a resource only instead of its own
 */
function besidesOf({ identity, boundary, ...others }: Documents = {}): Properties {
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new Unavailable(`the policy simulator takes no ${other} documents`);
  const texts = (given: DocumentsByName): readonly string[] =>
    Object.values(given).map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  return {
    ...(identity === undefined ? {} : { PolicyInputList: texts(identity) }),
    ...(boundary === undefined ? {} : { PermissionsBoundaryPolicyInputList: texts(boundary) }),
  };
}

interface Result {
  readonly EvalDecision?: string;
  readonly MatchedStatements?: readonly Matched[];
  readonly MissingContextValues?: readonly string[];
  readonly OrganizationsDecisionDetail?: { readonly AllowedByOrganizations?: boolean };
  readonly PermissionsBoundaryDecisionDetail?: { readonly AllowedByPermissionsBoundary?: boolean };
}
interface Matched {
  readonly SourcePolicyId?: string;
  readonly SourcePolicyType?: string;
  readonly StartPosition?: { readonly Line?: number };
  readonly EndPosition?: { readonly Line?: number };
}

type Decision = Permission['decision'];

/** Keys that the question says are not there, in lower case. */
function absentIn(context: PermissionRequest['context'] = {}): readonly string[] {
  return Object.entries(context)
    .filter(([, value]) => value.length === 0)
    .map(([key]) => key.toLowerCase());
}

/** What hangs on a context key that the question does not give is not decided, but for a deny without condition. */
function decisionOf(
  { EvalDecision, MissingContextValues = [] }: Result,
  absent: readonly string[],
): Decision {
  if (EvalDecision === 'explicitDeny') return 'explicit deny';
  if (MissingContextValues.some((key) => !absent.includes(key.toLowerCase()))) return 'depends';
  return EvalDecision === 'allowed' ? 'allowed' : 'implicit deny';
}

/**
 * A resource's policy cannot be simulated for a role. Inside one account a deny in the role's own policies stands, and
 * an allow stands where the resource's policy denies nothing; the rest is not known.
 * @throws Unavailable where the resource's policy may change the answer
 */
function withResource(decision: Decision, policy: ResourcePolicy | undefined, on: string): void {
  if (policy === undefined || decision === 'explicit deny' || decision === 'depends') return;
  const { denies, allows, keepsIdentitiesOut } = policy;
  const mayChange = decision === 'allowed' ? denies || keepsIdentitiesOut : allows;
  if (mayChange)
    throw new Unavailable(
      `the simulator takes no resource policies for roles, and the policy of ${on} may change '${decision}'`,
    );
}

function answer(
  { principal, action, on }: { principal: string; action: string; on: string },
  result: Result,
  decision: Decision,
): Permission {
  const statements = (result.MatchedStatements ?? []).map(statementText);
  const reasons = [...statements, ...otherReasons(result)];
  const [statement] = statements;
  return {
    decision,
    ...(statement === undefined ? {} : { statement }),
    trace: {
      kind: 'exchange',
      request: `simulate ${principal} ${action} on ${on}`,
      response: `${decision}: ${reasons.join(', ') || 'no statement matches'}`,
    },
  };
}

function otherReasons(result: Result): readonly string[] {
  const { MissingContextValues = [], OrganizationsDecisionDetail: organization } = result;
  const boundary = result.PermissionsBoundaryDecisionDetail;
  return [
    ...MissingContextValues.map((key) => `no value for ${key}`),
    ...(organization?.AllowedByOrganizations === false ? ['a policy of the organization'] : []),
    ...(boundary?.AllowedByPermissionsBoundary === false ? ['the permissions boundary'] : []),
  ];
}

/** `IAM Policy TodosRead, lines 3 to 9` */
function statementText(matched: Matched): string {
  const { SourcePolicyId = '?', SourcePolicyType = 'policy', StartPosition, EndPosition } = matched;
  const [from, to] = [StartPosition?.Line, EndPosition?.Line];
  const lines = from === undefined || to === undefined ? '' : `, lines ${from} to ${to}`;
  return `${SourcePolicyType} ${SourcePolicyId}${lines}`;
}

type Finding = (lab: Asking, found: Deployed) => Promise<string>;

/** The identity behind a place: names may hide a path, so IAM is asked. */
const principals: Readonly<Record<string, Finding>> = {
  'AWS::IAM::Role': (lab, { physicalId }) => roleArn(lab, physicalId),
  'AWS::IAM::User': async ({ client }, { physicalId }) =>
    arnIn(await client.send('iam', 'GetUser', { UserName: physicalId }), 'User'),
  'AWS::IAM::InstanceProfile': async ({ client }, { physicalId }) => {
    const { InstanceProfile } = await client.send('iam', 'GetInstanceProfile', {
      InstanceProfileName: physicalId,
    });
    const [role] = (InstanceProfile as { readonly Roles?: readonly Properties[] }).Roles ?? [];
    return String(role?.['Arn']);
  },
  'AWS::Lambda::Function': async (lab, { physicalId }) => {
    const { Role } = await lab.client.send('lambda', 'GetFunctionConfiguration', {
      FunctionName: physicalId,
    });
    return String(Role);
  },
};

/** @throws Unavailable for what has no policies that could be asked about */
async function principalOf(lab: Asking, who: string): Promise<string> {
  const found = deployedAt(lab.deployed, who);
  const arn = await principals[found.type]?.(lab, found);
  if (arn === undefined) throw new Unavailable(`${who} has no policies of its own: ${found.type}`);
  if (arn.includes(':role/aws-service-role/'))
    throw new Unavailable(`${who} is a service-linked role: its policies are AWS's own`);
  return arn;
}

async function roleArn({ client }: Asking, name: string): Promise<string> {
  return arnIn(await client.send('iam', 'GetRole', { RoleName: name }), 'Role');
}

function arnIn(output: Properties, key: string): string {
  return String((output[key] as Properties)['Arn']);
}

const typesOfKeys: readonly (readonly [keys: RegExp, type: string])[] = [
  [/^aws:(SourceIp|VpcSourceIp)$/i, 'ip'],
  [
    /^aws:(SecureTransport|MultiFactorAuthPresent|ViaAWSService|PrincipalIsAWSService)$/i,
    'boolean',
  ],
  [/^aws:(CurrentTime|TokenIssueTime)$/i, 'date'],
  [/^(aws:(MultiFactorAuthAge|EpochTime)|s3:max-keys)$/i, 'numeric'],
];

function entriesOf(context: PermissionRequest['context'] = {}): readonly Properties[] {
  const said = Object.keys(context).map((key) => key.toLowerCase());
  const unsaid = Object.entries(usual).filter(([key]) => !said.includes(key.toLowerCase()));
  return [...Object.entries(context), ...unsaid]
    .filter(([, value]) => value.length > 0)
    .map(([name, value]) => entryOf(name, value));
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html */
function entryOf(name: string, value: string | readonly string[]): Properties {
  const type = typesOfKeys.find(([keys]) => keys.test(name))?.[1] ?? 'string';
  return {
    ContextKeyName: name,
    ContextKeyValues: [value].flat(),
    ContextKeyType: Array.isArray(value) ? `${type}List` : type,
  };
}
