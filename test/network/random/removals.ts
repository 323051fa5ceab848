/** A template without one of its resources, or without one inline rule. */
type Values = Readonly<Record<string, unknown>>;

export interface Mutation {
  /** Of the resource that is gone, or that has lost a rule: then with the rule's property. */
  readonly type: string;
  readonly says: string;
  readonly text: string;
}

interface Written {
  readonly Resources: Readonly<Record<string, { readonly Type: string; Properties?: Values }>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value?: unknown }>>;
}

const ruleLists = ['SecurityGroupIngress', 'SecurityGroupEgress'] as const;

export function mutationsOf(text: string): readonly Mutation[] {
  const { Resources } = JSON.parse(text) as Written;
  return Object.entries(Resources).flatMap(([id, { Type: type, Properties = {} }]) => [
    { type, says: id, text: withoutResource(text, id) },
    ...ruleLists.flatMap((list) =>
      rulesIn(Properties[list]).map((_, index) => ({
        type: `${type} ${list}`,
        says: `${id} ${list} ${index}`,
        text: withoutRule(text, id, { list, index }),
      })),
    ),
  ]);
}

function rulesIn(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

function withoutResource(text: string, id: string): string {
  const { Resources, ...rest } = JSON.parse(text) as Written;
  const left = Object.entries(Resources).filter(([each]) => each !== id);
  const template = without({ ...rest, Resources: Object.fromEntries(left) }, id) as Written;
  const outputs = Object.entries(template.Outputs ?? {}).filter(([, { Value }]) => Value);
  return JSON.stringify({ ...template, Outputs: Object.fromEntries(outputs) });
}

function withoutRule(
  text: string,
  id: string,
  { list, index }: { readonly list: (typeof ruleLists)[number]; readonly index: number },
): string {
  const template = JSON.parse(text) as Written;
  const resource = template.Resources[id];
  const rules = rulesIn(resource?.Properties?.[list]).filter((_, at) => at !== index);
  if (resource !== undefined) resource.Properties = { ...resource.Properties, [list]: rules };
  return JSON.stringify(template);
}

/** The value without what refers to the resource; undefined where nothing is left of it. */
function without(value: unknown, id: string): unknown {
  if (Array.isArray(value))
    return value
      .filter((each) => each !== id)
      .map((each) => without(each, id))
      .filter((each) => each !== undefined);
  if (typeof value === 'string') return value.includes(`\${${id}`) ? undefined : value;
  if (typeof value !== 'object' || value === null) return value;
  if (refersTo(value as Values, id)) return undefined;
  const left = Object.entries(value).map(([key, each]) => [key, without(each, id)] as const);
  return Object.fromEntries(left.filter(([, each]) => each !== undefined));
}

function refersTo(value: Values, id: string): boolean {
  if (value['Ref'] === id || value['DependsOn'] === id) return true;
  const attribute = value['Fn::GetAtt'];
  return Array.isArray(attribute) && attribute[0] === id;
}
