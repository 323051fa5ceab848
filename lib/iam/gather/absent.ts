/** Policies of templates whose principals are in none: a role that is only named, whoever is in a group. Pure. */
import { isMap, inWords, listOf, type Properties } from '../policy/values.ts';
import { policyElsewhere, type Policies, type Policy } from '../policies.ts';
import { placeOf } from '../../template/places.ts';
import type { Resource } from '../../template/template.ts';
import { own } from '../../template/values.ts';
import { attaching, type Identities } from './identities.ts';
import type { Naming } from './naming.ts';

export interface Absent {
  /** `role existing (not in the template)`, `whoever is in group Admins` */
  readonly who: string;
  /** The policy, group or permission set by which they are allowed something. */
  readonly source: Resource;
  /** Are there such only as long as the source is? A role that is only named stays. */
  readonly isBySource: boolean;
  readonly policies: Pick<Policies, 'identity' | 'boundary'>;
}

export function absentAmong(
  sources: readonly Resource[],
  naming: Naming,
  identities: Identities,
): readonly Absent[] {
  const given = { sources, naming, identities };
  const withMembers = new Set(sources.flatMap((each) => identities.groupsOf(each).groups));
  return sources.flatMap((source) => {
    if (source.type === 'AWS::SSO::PermissionSet') return [assigned(source, given)];
    if (source.type !== 'AWS::IAM::Group') return attachedBy(source, given);
    const who = `whoever is in group ${placeOf(source)}`;
    const policies = { identity: identities.own(source) };
    return withMembers.has(source) ? [] : [{ who, source, isBySource: true, policies }];
  });
}

interface Given {
  readonly sources: readonly Resource[];
  readonly naming: Naming;
  readonly identities: Identities;
}

/** How a principal is called whose name is all that the template has. */
const calls: Readonly<Record<string, (name: string) => string>> = {
  'AWS::IAM::Role': (name) => `role ${name} (not in the template)`,
  'AWS::IAM::User': (name) => `user ${name} (not in the template)`,
  'AWS::IAM::Group': (name) => `whoever is in group ${name} (not in the template)`,
};

function attachedBy(source: Resource, given: Given): readonly Absent[] {
  const { sources, naming, identities } = given;
  const named = Object.entries(own(attaching, source.type) ?? {}).flatMap(([type, property]) =>
    listOf(source.properties[property]).map((name) => ({
      type,
      name: typeof name === 'string' ? naming.inText(name, source.stack) : inWords(name),
    })),
  );
  const isHere = ({ type, name }: (typeof named)[number]): boolean =>
    sources.some((each) => each.type === type && naming.nameOf(each) === name);
  const policies = { identity: [identities.policy(source)] };
  if (named.length === 0 && source.type === 'AWS::IAM::ManagedPolicy' && !isTaken(source, given))
    return [
      { who: `whoever ${placeOf(source)} is attached to`, source, isBySource: true, policies },
    ];
  return named
    .filter((each) => !isHere(each))
    .map(({ type, name }) => ({
      ...{ who: own(calls, type)?.(name) ?? name, source, isBySource: false, policies },
    }));
}

/** Is a managed policy attached, or set as a limit, by what it is attached to? */
function isTaken(policy: Resource, { sources, naming }: Given): boolean {
  const [arn, name] = [naming.arnOf(policy), naming.nameOf(policy)];
  return sources.some(({ properties, stack }) => {
    const { ManagedPolicyArns, ManagedPolicies, PermissionsBoundary } = properties;
    const isIt = (each: unknown): boolean =>
      typeof each === 'string' && naming.inText(each, stack) === arn;
    return (
      [ManagedPolicyArns, ManagedPolicies, PermissionsBoundary].flatMap(listOf).some(isIt) ||
      customersIn(properties).some((each) => naming.written(each['Name'], stack) === name)
    );
  });
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sso-permissionset.html */
function assigned(source: Resource, { sources, naming, identities }: Given): Absent {
  const { ManagedPolicies, InlinePolicy, PermissionsBoundary } = source.properties;
  const customer = (reference: Properties): Policy => {
    const name = naming.written(reference['Name'], source.stack);
    const here = sources.find(
      (each) => each.type === 'AWS::IAM::ManagedPolicy' && naming.nameOf(each) === name,
    );
    return here === undefined
      ? policyElsewhere(`policy ${typeof name === 'string' ? name : inWords(name)}`)
      : identities.policy(here);
  };
  const inline = {
    name: `inline policy of ${source.path}`,
    ...identities.document(InlinePolicy, source),
  };
  const boundary = isMap(PermissionsBoundary) ? PermissionsBoundary : undefined;
  const limit = boundary?.['CustomerManagedPolicyReference'];
  return {
    ...{ who: `whoever is given permission set ${placeOf(source)}`, source, isBySource: true },
    policies: {
      identity: [
        ...listOf(ManagedPolicies).map((each) => identities.managed(each, source)),
        ...customersIn(source.properties).map(customer),
        ...(InlinePolicy === undefined ? [] : [inline]),
      ],
      ...(boundary === undefined
        ? {}
        : {
            boundary: isMap(limit)
              ? customer(limit)
              : identities.managed(boundary['ManagedPolicyArn'], source),
          }),
    },
  };
}

function customersIn({ CustomerManagedPolicyReferences }: Properties): readonly Properties[] {
  return listOf(CustomerManagedPolicyReferences).filter(isMap);
}
