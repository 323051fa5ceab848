/** What a template refers to -> the ARN or the name that AWS gives it, as far as the template tells. Pure. */
import { inTexts, parsePlaceholder } from '../../template/placeholder.ts';
import { forms, type Form } from './arns.ts';
import type { Policy } from '../policies.ts';
import type { Known } from '../text/symbols.ts';
import type { Resource } from '../../template/template.ts';
import { own } from '../../template/values.ts';

/**
 * `stack-Logical-1A2B3C4D5E6F`; a short name is cut, but for the end.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
 */
const generatedName = /-[A-Za-z0-9]{12,13}(?:\.fifo)?$/;

/** China and the government's regions have others. */
const partition = 'aws';
/** Where what names no account and no region is deployed. */
export const ownAccount = '${AWS::AccountId}';
export const ownRegion = '${AWS::Region}';
const pseudo: Readonly<Record<string, string>> = {
  '${AWS::Partition}': partition,
  '${AWS::URLSuffix}': 'amazonaws.com',
};

export class Naming {
  private readonly byId: ReadonlyMap<string, Resource>;
  /** The stack, where there is but one. */
  private readonly only: string | undefined;
  /** By stack. */
  private readonly where: ReadonlyMap<string, Where>;
  /** Those that stacks have for themselves. */
  readonly accounts: readonly string[];

  constructor(sources: readonly Resource[]) {
    this.byId = new Map(sources.map((each) => [`${each.stack}/${each.logicalId}`, each]));
    const [first, ...more] = new Set(sources.map(({ stack }) => stack));
    this.only = more.length === 0 ? first : undefined;
    this.where = new Map(sources.map((each) => [each.stack, whereOf(each)]));
    const accounts = [...this.where.values()].map(({ account }) => account);
    this.accounts = [...new Set(accounts)].filter((each) => each !== ownAccount);
  }

  /** The resource that a `${...}` of this stack names, with whatever attribute. */
  referred(text: string, stack: string): Resource | undefined {
    const reference = parsePlaceholder(text);
    if (reference === undefined) return undefined;
    return this.byId.get(`${reference.stack ?? stack}/${reference.logicalId}`);
  }

  /** What is known of a token: the name or id of one resource is no other's. */
  knownOf(token: string): Known {
    const source = this.referred(token, this.only ?? '');
    if (source === undefined) return { isGenerated: false };
    const { named } = own(forms, source.type) ?? {};
    const isName = named !== undefined && parsePlaceholder(token)?.attribute === undefined;
    return { isGenerated: true, ...(isName ? { form: generatedName } : {}) };
  }

  /** The same data, every reference in it as an ARN or a name where its form is known. */
  written(value: unknown, stack: string): unknown {
    return inTexts(value, (text) => this.inText(text, stack));
  }

  /** Of the first stack: where a question is asked that names none. */
  get home(): Where {
    const [first] = this.where.values();
    return first ?? whereOf({});
  }

  inText(text: string, stack: string): string {
    if (!text.includes('${')) return text;
    return text.replace(/\$\{[^{}]*\}/g, (placeholder) => this.told(placeholder, stack));
  }

  /** @param service whose ARN is wanted, where the thing has several */
  arnOf(source: Resource, service?: string): string | undefined {
    const form = own(forms, source.type);
    if (form === undefined) return undefined;
    const whole = own(form.elsewhere, service ?? '') ?? form.arn;
    const [prefix = '', region = '', account = '', ...rest] = whole.split(':');
    const resource = rest
      .join(':')
      .replace('PATH', () => this.pathOf(source))
      .replace('NAME', () => this.nameOf(source));
    const here = whereOf(source);
    const where = [region.replace('R', here.region), account.replace('A', here.account)];
    return `arn:${partition}:${prefix}:${where.join(':')}:${resource}`;
  }

  /** Of an identity. */
  private pathOf({ properties, stack }: Resource): string {
    const { Path } = properties;
    return typeof Path === 'string' ? this.inText(Path, stack) : '/';
  }

  nameOf(source: Resource): string {
    const { named, begins } = own(forms, source.type) ?? {};
    const given = named === undefined ? undefined : source.properties[named];
    if (typeof given !== 'string') return this.token(source);
    const name = this.inText(given, source.stack);
    return begins === undefined ? name : name.replace(begins, '');
  }

  /** `${Logical}`, with its stack where there are several. */
  private token({ stack, logicalId }: Resource): string {
    return this.only === undefined ? `\${${stack}/${logicalId}}` : `\${${logicalId}}`;
  }

  /** What `Ref` gives, or the attribute, as far as it is known. */
  valueOf(source: Resource, attribute: string | undefined): string {
    const meant = meantBy(attribute, own(forms, source.type));
    if (meant === 'name') return this.nameOf(source);
    return (meant === 'arn' ? this.arnOf(source) : undefined) ?? this.qualified(source, attribute);
  }

  private told(placeholder: string, stack: string): string {
    const source = this.referred(placeholder, stack);
    if (source === undefined) return this.pseudo(placeholder, stack);
    return this.valueOf(source, parsePlaceholder(placeholder)?.attribute);
  }

  private pseudo(placeholder: string, stack: string): string {
    const { account, region } = this.where.get(stack) ?? whereOf({});
    const here = { ...pseudo, [ownAccount]: account, [ownRegion]: region };
    return own(here, placeholder) ?? placeholder;
  }

  private qualified(source: Resource, attribute: string | undefined): string {
    const token = this.token(source);
    return attribute === undefined ? token : `${token.slice(0, -1)}.${attribute}}`;
  }
}

/** What `Ref` or the attribute gives. */
function meantBy(attribute: string | undefined, form: Form | undefined): Form['ref'] {
  if (form === undefined) return 'other';
  if (attribute === undefined) return form.ref;
  if (form.names?.includes(attribute) === true) return 'name';
  return attribute === 'Arn' || form.arns?.includes(attribute) === true ? 'arn' : 'other';
}

interface Where {
  readonly account: string;
  readonly region: string;
}

function whereOf({ account = ownAccount, region = ownRegion }: Partial<Where>): Where {
  return { account, region };
}

/** The account that the resource is in. */
export function accountOf(resource: Resource): string {
  return whereOf(resource).account;
}

/** Where the resource that carries a policy is written. */
export function writtenAt({ logicalId, madeAt, source }: Resource): NonNullable<Policy['source']> {
  const at = madeAt ?? source;
  return { logicalId, ...(at === undefined ? {} : { at }) };
}
