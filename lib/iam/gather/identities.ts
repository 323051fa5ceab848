/** Roles, users and groups of a template -> the policies that are attached to them. Pure. */
import { readDocument } from '../policy/read.ts';
import { inWords, isMap, listOf } from '../policy/values.ts';
import { policyElsewhere, type Policies, type Policy } from '../policies.ts';
import { managedPolicy } from './managed.ts';
import { writtenAt, type Naming } from './naming.ts';
import type { Resource } from '../../template/template.ts';
import { own } from '../../template/values.ts';

/** By the type of what attaches: the properties that name its roles, users and groups. */
const attaching: Readonly<Record<string, Readonly<Record<string, string>>>> = {
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

  constructor(sources: readonly Resource[], naming: Naming) {
    this.sources = sources;
    this.naming = naming;
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
  private groupsOf(user: Resource): {
    readonly groups: readonly Resource[];
    readonly elsewhere: readonly Policy[];
  } {
    if (user.type !== 'AWS::IAM::User') return { groups: [], elsewhere: [] };
    const named = listOf(user.properties['Groups']);
    const added = this.sources
      .filter(({ type }) => type === 'AWS::IAM::UserToGroupAddition')
      .filter((each) =>
        listOf(each.properties['Users']).some((name) => this.isName(name, each, user)),
      )
      .map((each) => [each.properties['GroupName'], each] as const);
    const all = [...named.map((name) => [name, user] as const), ...added];
    const here = this.sources.filter(({ type }) => type === 'AWS::IAM::Group');
    const isHere = ([name, where]: readonly [unknown, Resource]): boolean =>
      here.some((group) => this.isName(name, where, group));
    return {
      groups: here.filter((group) => all.some(([name, where]) => this.isName(name, where, group))),
      elsewhere: all
        .filter((each) => !isHere(each))
        .map(([name]) => policyElsewhere(`the policies of group ${inWords(name)}`)),
    };
  }

  private own(holder: Resource): readonly Policy[] {
    const inline = listOf(holder.properties['Policies'])
      .filter(isMap)
      .map((each) => ({
        name: `inline policy ${nameIn(each['PolicyName'])}of ${holder.path}`,
        ...this.document(each['PolicyDocument'], holder),
      }));
    const managed = listOf(holder.properties['ManagedPolicyArns']).map((arn) =>
      this.managed(arn, holder),
    );
    const attached = this.sources
      .filter((each) => this.attaches(each, holder))
      .map((each) => this.policy(each));
    return [...inline, ...managed, ...attached];
  }

  private attaches(policy: Resource, holder: Resource): boolean {
    const property = own(own(attaching, policy.type), holder.type);
    if (property === undefined) return false;
    return listOf(policy.properties[property]).some((name) => this.isName(name, policy, holder));
  }

  /** Does the text in one resource name the other? */
  private isName(name: unknown, where: Resource, holder: Resource): boolean {
    if (typeof name !== 'string') return false;
    return this.naming.inText(name, where.stack) === this.naming.nameOf(holder);
  }

  private managed(arn: unknown, where: Resource): Policy {
    const written = this.naming.inText(typeof arn === 'string' ? arn : inWords(arn), where.stack);
    const here = this.sources.find(
      (each) => each.type === 'AWS::IAM::ManagedPolicy' && this.naming.arnOf(each) === written,
    );
    return here === undefined ? managedPolicy(written) : this.policy(here);
  }

  private policy(source: Resource): Policy {
    return {
      name: `policy ${source.path}`,
      ...this.document(source.properties['PolicyDocument'], source),
    };
  }

  private document(written: unknown, source: Resource): Pick<Policy, 'document' | 'source'> {
    return {
      document: readDocument(this.naming.written(written, source.stack), 'identity'),
      source: writtenAt(source),
    };
  }
}

function nameIn(name: unknown): string {
  return typeof name === 'string' ? `${name} ` : '';
}
