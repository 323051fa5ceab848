/** The tags that say whose a stack and everything in it is, and how long it may stay. */

/** What the tags of a lab say. */
export interface Label {
  readonly lab: string;
  readonly owner: string;
  /** ISO time. */
  readonly expires: string;
}

export type Tags = Readonly<Record<string, string>>;

/** As AWS writes tags down. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const createdBy = 'aws-lab-kit';
export const createdByKit: Tag = { Key: 'lab:created-by', Value: createdBy };

/** Set on the stack at deployment; CloudFormation hands them on to every resource that takes tags. */
export function tagsOf({ lab, owner, expires }: Label): readonly Tag[] {
  return [
    { Key: 'lab:id', Value: lab },
    { Key: 'lab:owner', Value: owner },
    { Key: 'lab:expires', Value: expires },
    createdByKit,
  ];
}

export function readTags(tags: unknown): Tags {
  const list = (tags ?? []) as readonly Tag[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}

/** Did the kit make it, for whomever? The tag `lab:id` alone also comes from a bare `cdk deploy`. */
export function isOfKit(tags: Tags): boolean {
  return tags['lab:created-by'] === createdBy && tags['lab:id'] !== undefined;
}

/** Did the kit make it for this lab of this owner? */
export function isOf(tags: Tags, { lab, owner }: Pick<Label, 'lab' | 'owner'>): boolean {
  return isOfKit(tags) && tags['lab:id'] === lab && tags['lab:owner'] === owner;
}
