/** What a person calls a principal -> who that is, and what is known of their policies. Pure. */
import { KitError } from '../../errors.ts';
import { isMap, listOf, type Properties } from '../policy/values.ts';
import { policyElsewhere, type Policies } from '../policies.ts';
import type { Caller, Context } from '../request.ts';
import { accountIn, partsOf, segmentsOf } from '../text/arn.ts';
import { kept } from '../text/kept.ts';
import { resourceAt, resourcesAt } from '../../template/places.ts';
import type { Resource } from '../../template/template.ts';
import { own } from '../../template/values.ts';
import type { Identities } from './identities.ts';
import { accountOf, type Naming } from './naming.ts';
import { rolesOfPool } from './pool-roles.ts';

export interface Known {
  readonly caller: Caller;
  readonly policies: Pick<Policies, 'identity' | 'boundary'>;
  /** The role or user of the template, where it is one. */
  readonly source?: Resource;
}

/** Whom a question may mean, and what would tell. */
export interface Meant {
  readonly all: readonly Known[];
  readonly needs: readonly string[];
  readonly mayBeAnother: boolean;
}

type RoleOf = (properties: Properties) => unknown;

/** Which role, or instance profile, a thing acts as. */
const roles: Readonly<Record<string, RoleOf>> = {
  'AWS::CodeBuild::Project': ({ ServiceRole }) => ServiceRole,
  'AWS::CodePipeline::Pipeline': ({ RoleArn }) => RoleArn,
  'AWS::AutoScaling::LaunchConfiguration': ({ IamInstanceProfile }) => IamInstanceProfile,
  'AWS::EC2::Instance': ({ IamInstanceProfile }) => IamInstanceProfile,
  'AWS::EC2::LaunchTemplate': ({ LaunchTemplateData }) => {
    const { IamInstanceProfile } = mapOf(LaunchTemplateData);
    const { Arn, Name } = mapOf(IamInstanceProfile);
    return Arn ?? Name;
  },
  'AWS::ECS::TaskDefinition': ({ TaskRoleArn }) => TaskRoleArn,
  'AWS::IAM::InstanceProfile': ({ Roles }) => listOf(Roles)[0],
  'AWS::KinesisFirehose::DeliveryStream': ({ ExtendedS3DestinationConfiguration }) =>
    mapOf(ExtendedS3DestinationConfiguration)['RoleARN'],
  'AWS::Lambda::Function': ({ Role }) => Role,
  'AWS::Pipes::Pipe': ({ RoleArn }) => RoleArn,
  'AWS::Scheduler::Schedule': ({ Target }) => mapOf(Target)['RoleArn'],
  'AWS::StepFunctions::StateMachine': ({ RoleArn }) => RoleArn,
};

/** What a resource names as the role, or instance profile, that it acts as; nothing where it acts as none. */
export function roleIn({ type, properties }: Resource): unknown {
  return own(roles, type)?.(properties);
}

export const principals = ['AWS::IAM::Role', 'AWS::IAM::User'];
const providers = ['AWS::IAM::OIDCProvider', 'AWS::IAM::SAMLProvider'];
const pool = 'AWS::Cognito::IdentityPool';
export const principalTypes = [...principals, ...providers, pool, ...Object.keys(roles)];

/** Identity providers that have no ARN. */
const hosts = [
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
];

export class Callers {
  private readonly sources: readonly Resource[];
  private readonly naming: Naming;
  private readonly identities: Identities;
  private readonly known = new Map<string, Known>();
  private readonly pools: readonly Resource[];

  constructor(sources: readonly Resource[], naming: Naming, identities: Identities) {
    this.sources = sources;
    this.naming = naming;
    this.identities = identities;
    this.pools = sources.filter(({ type }) => type === pool);
  }

  /** Every role and user of the template. */
  all(): readonly Known[] {
    return this.sources
      .filter(({ type }) => principals.includes(type))
      .map((each) => this.knownAs(each));
  }

  /**
   * @param who a place (a function means its role), an ARN, an account, a service, an identity provider or `anonymous`
   * @throws UnknownPlace, AmbiguousPlace; NoRole for what acts as nobody
   */
  called(who: string): Known {
    return kept(this.known, who, () => this.found(who));
  }

  private found(who: string): Known {
    if (who === 'anonymous') return { caller: { kind: 'anonymous' }, policies: {} };
    if (hosts.includes(who)) return federatedBy(who);
    if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com$/.test(who))
      return { caller: { kind: 'service', name: who }, policies: {} };
    if (/^\d{12}$/.test(who)) return { caller: { kind: 'root', account: who }, policies: {} };
    return who.startsWith('arn:') ? this.withArn(who) : this.at(who);
  }

  /** The same, and of an identity pool everybody whom a user of it may be. @param values what the request carries */
  meant(who: string, values: Context['values']): Meant {
    const pools = this.pools.length === 0 ? [] : resourcesAt(this.pools, who);
    const [found, ...more] = pools;
    if (found === undefined || more.length > 0)
      return { all: [this.called(who)], needs: [], mayBeAnother: false };
    const attachment = this.sources.find(
      ({ type, properties, stack }) =>
        type === 'AWS::Cognito::IdentityPoolRoleAttachment' &&
        this.naming.referred(String(properties['IdentityPoolId']), stack) === found,
    );
    const { roles: given, ...open } = rolesOfPool(attachment?.properties ?? {}, values);
    const named = given.length === 0 ? [undefined] : given;
    return {
      ...open,
      all: named.map((each) => this.knownAs(this.behind(each, attachment ?? found))),
    };
  }

  /** Whom a policy names: nothing where the template has them, or leaves open who it is. */
  outside(named: string): Known | undefined {
    if (isProvider(named)) return federatedBy(named);
    const isOwn =
      this.sources.some((each) => named.includes(accountOf(each))) ||
      this.all().some(({ caller }) => 'arn' in caller && caller.arn === named);
    return isOwn || named.includes('${') ? undefined : this.called(named);
  }

  /** A role or user of this name comes before what acts as one. */
  private at(place: string): Known {
    const named = resourcesAt(this.sources, place).some(({ type }) => principals.includes(type));
    const types = named ? principals : principalTypes;
    const found = resourceAt(this.sources, place, types);
    if (providers.includes(found.type)) return federatedBy(this.naming.arnOf(found) ?? '');
    return this.knownAs(this.actingAs(found));
  }

  /** Through an instance profile to the role in it. */
  private actingAs(source: Resource): Resource {
    if (principals.includes(source.type)) return source;
    return this.behind(roleIn(source), source);
  }

  /** The role that the text in one resource refers to. */
  private behind(given: unknown, source: Resource): Resource {
    const written = typeof given === 'string' ? this.naming.inText(given, source.stack) : '';
    const found = this.sources.find(
      (each) =>
        ['AWS::IAM::Role', 'AWS::IAM::InstanceProfile'].includes(each.type) &&
        [this.naming.arnOf(each), this.naming.nameOf(each)].includes(written),
    );
    if (found === undefined)
      throw new KitError('NoRole', `${source.path} acts as no role of the template`, {
        next: written === '' ? 'ask about a role or a user' : `its role is ${written}`,
      });
    return this.actingAs(found);
  }

  private knownAs(source: Resource): Known {
    const arn = this.naming.arnOf(source) ?? '';
    const policies = this.identities.policiesOf(source);
    const kind = source.type === 'AWS::IAM::User' ? 'user' : 'role';
    return { caller: callerWith(kind, arn, accountOf(source)), policies, source };
  }

  /** Of an identity of somebody else's nothing is known but its name. */
  private withArn(arn: string): Known {
    const known = this.all().find(({ caller }) => 'arn' in caller && caller.arn === arn);
    if (known !== undefined) return known;
    const [, , service, , , resource = ''] = partsOf(arn);
    const account = accountIn(arn);
    if (isProvider(arn)) return federatedBy(arn);
    if (resource === 'root') return { caller: { kind: 'root', account }, policies: {} };
    const policies = { identity: [policyElsewhere(`the policies of ${arn}`)] };
    if (service === 'sts') return this.session(sessionOf(arn, account, resource), policies);
    if (!/^(user|role)\//.test(resource))
      throw new KitError('UnknownPrincipal', `${arn} is neither a role, a user nor a session`, {
        next: 'such as arn:aws:iam::111122223333:role/Name',
      });
    const kind = resource.startsWith('user/') ? 'user' : 'role';
    return { caller: callerWith(kind, arn, account), policies };
  }

  /** A session of a role of the template has the role's policies, and its path. */
  private session(session: Session, unknown: Known['policies']): Known {
    const role = this.all().find(({ caller }) => isSessionOf(session, caller));
    if (role === undefined) return { caller: session, policies: unknown };
    return { ...role, caller: { ...role.caller, session: session.session } as Caller };
  }
}

/** Of a service's own role the path says so. */
export function callerWith(kind: 'user' | 'role', arn: string, account: string): Caller {
  if (kind === 'user') return { kind, arn, account };
  const isServiceLinked = arn.includes(':role/aws-service-role/');
  return { kind, arn, account, ...(isServiceLinked ? { isServiceLinked } : {}) };
}

/** Somebody who has signed in there, and is nobody in AWS yet. */
function federatedBy(provider: string): Known {
  return { caller: { kind: 'federated', provider }, policies: {} };
}

function isProvider(arn: string): boolean {
  return /^(oidc|saml)-provider\//.test(partsOf(arn)[5] ?? '');
}

type Session = Extract<Caller, { kind: 'role' }> & { readonly session: string };

function sessionOf(arn: string, account: string, resource: string): Session {
  const [, name = ''] = segmentsOf(resource);
  return { kind: 'role', arn: `arn:aws:iam::${account}:role/${name}`, account, session: arn };
}

function isSessionOf({ account, arn }: Session, caller: Caller): boolean {
  if (caller.kind !== 'role' || caller.account !== account) return false;
  return segmentsOf(arn).at(-1) === segmentsOf(caller.arn).at(-1);
}

function mapOf(value: unknown): Properties {
  return isMap(value) ? value : {};
}
