/** Roles, users and groups of a template -> the policies that are attached to them. Pure. */
import { readDocument } from '../policy/read.ts';
import { inWords, isMap, listOf } from '../policy/values.ts';
import { policyElsewhere, type Policies, type Policy } from '../policies.ts';
import { managedPolicy } from './managed.ts';
import { writtenAt, type Naming } from './naming.ts';
import type { Resource } from '../../template/template.ts';
import { own } from '../../template/values.ts';

/** By the type of what attaches: the properties that name its roles, users and groups. */
export const attaching: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::IAM::Policy': lists('Roles', 'Users', 'Groups'),
  'AWS::IAM::ManagedPolicy': lists('Roles', 'Users', 'Groups'),
  'AWS::IAM::RolePolicy': { 'AWS::IAM::Role': 'RoleName' },
  'AWS::IAM::UserPolicy': { 'AWS::IAM::User': 'UserName' },
  'AWS::IAM::GroupPolicy': { 'AWS::IAM::Group': 'GroupName' },
};

function lists(roles: string, users: string, groups: string): Readonly<Record<string, string>> {
  return { 'AWS::IAM::Role': roles, 'AWS::IAM::User': users, 'AWS::IAM::Group': groups };
}

type Held = Pick<Policies, 'identity' | 'boundary'>;

export class Identities {
  private readonly sources: readonly Resource[];
  private readonly naming: Naming;
  private readonly known = new Map<Resource, Held>();
  private readonly groups: readonly Resource[];
  /** By the type and the name of who has them. */
  private readonly attached = new Map<string, Resource[]>();

  constructor(sources: readonly Resource[], naming: Naming) {
    this.sources = sources;
    this.naming = naming;
    this.groups = sources.filter(({ type }) => type === 'AWS::IAM::Group');
    for (const policy of sources)
      for (const [type, property] of Object.entries(own(attaching, policy.type) ?? {}))
        for (const name of listOf(policy.properties[property])) this.attach(policy, type, name);
  }

  private attach(policy: Resource, type: string, name: unknown): void {
    const id = `${type} ${this.nameIn(name, policy) ?? ''}`;
    const attached = this.attached.get(id) ?? [];
    if (!attached.includes(policy)) attached.push(policy);
    this.attached.set(id, attached);
  }

  /** What the role or user may, and how far. */
  policiesOf(source: Resource): Held {
    const held = this.known.get(source) ?? this.heldBy(source);
    this.known.set(source, held);
    return held;
  }

  private heldBy(source: Resource): Held {
    const { PermissionsBoundary } = source.properties;
    const { groups, elsewhere } = this.groupsOf(source);
    return {
      identity: [...[source, ...groups].flatMap((each) => this.own(each)), ...elsewhere],
      ...(PermissionsBoundary === undefined
        ? {}
        : { boundary: this.managed(PermissionsBoundary, source) }),
    };
  }

  /** The policies of every role, user and group. */
  all(): readonly Policy[] {
    const holders = Object.keys(lists('', '', ''));
    return this.sources
      .filter(({ type }) => holders.includes(type))
      .flatMap((each) => {
        const { identity = [], boundary } = this.policiesOf(each);
        return boundary === undefined ? identity : [...identity, boundary];
      });
  }

  /** Of a user: the groups of the template, and policies of others that it only names. */
  groupsOf(user: Resource): {
    readonly groups: readonly Resource[];
    readonly elsewhere: readonly Policy[];
  } {
    if (user.type !== 'AWS::IAM::User') return { groups: [], elsewhere: [] };
    const named = listOf(user.properties['Groups']);
    const ownName = this.naming.nameOf(user);
    const added = this.sources
      .filter(({ type }) => type === 'AWS::IAM::UserToGroupAddition')
      .filter((each) =>
        listOf(each.properties['Users']).some((name) => this.nameIn(name, each) === ownName),
      )
      .map((each) => [each.properties['GroupName'], each] as const);
    const all = [...named.map((name) => [name, user] as const), ...added].map(([name, where]) => ({
      name,
      written: this.nameIn(name, where),
    }));
    const wanted = new Set(all.map(({ written }) => written));
    const groups = this.groups.filter((each) => wanted.has(this.naming.nameOf(each)));
    const here = new Set(groups.map((each) => this.naming.nameOf(each)));
    const elsewhere = all.filter(({ written }) => written === undefined || !here.has(written));
    return {
      groups,
      elsewhere: elsewhere.map(({ name }) =>
        policyElsewhere(`the policies of group ${inWords(name)}`),
      ),
    };
  }

  /** Of a role, user or group itself. */
  own(holder: Resource): readonly Policy[] {
    const inline = listOf(holder.properties['Policies'])
      .filter(isMap)
      .map((each) => ({
        name: `inline policy ${nameIn(each['PolicyName'])}of ${holder.path}`,
        ...this.document(each['PolicyDocument'], holder),
      }));
    const managed = listOf(holder.properties['ManagedPolicyArns']).map((arn) =>
      this.managed(arn, holder),
    );
    const attached = this.attached.get(`${holder.type} ${this.naming.nameOf(holder)}`) ?? [];
    return [...inline, ...managed, ...attached.map((each) => this.policy(each))];
  }

  /** What the text in a resource names. */
  private nameIn(name: unknown, { stack }: Resource): string | undefined {
    return typeof name === 'string' ? this.naming.inText(name, stack) : undefined;
  }

  managed(arn: unknown, where: Resource): Policy {
    const written = this.naming.inText(typeof arn === 'string' ? arn : inWords(arn), where.stack);
    const here = this.sources.find(
      (each) => each.type === 'AWS::IAM::ManagedPolicy' && this.naming.arnOf(each) === written,
    );
    return here === undefined ? managedPolicy(written) : this.policy(here);
  }

  policy(source: Resource): Policy {
    return {
      name: `policy ${source.path}`,
      ...this.document(source.properties['PolicyDocument'], source),
    };
  }

  document(written: unknown, source: Resource): Pick<Policy, 'document' | 'source'> {
    return {
      document: readDocument(this.naming.written(written, source.stack), 'identity'),
      source: writtenAt(source),
    };
  }
}

function nameIn(name: unknown): string {
  return typeof name === 'string' ? `${name} ` : '';
}
