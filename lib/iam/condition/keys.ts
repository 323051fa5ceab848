/**
 * The context keys of a request: those that come along, and those that follow from who asks for what. Pure.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import { isConditionKey } from './known-keys.ts';
import { asPlainText } from '../text/plain.ts';
import { accountOf, type Caller, type Request } from '../request.ts';
import { own } from '../../template/values.ts';
import { accountIn, partsOf, segmentsOf } from '../text/arn.ts';

/** What a key says in a request. */
export type Key =
  | { readonly is: 'present'; readonly values: readonly string[] }
  | { readonly is: 'absent' }
  /** `isThere`: it has a value, which is not known. */
  | { readonly is: 'unknown'; readonly needs: readonly string[]; readonly isThere: boolean };

export class Keys {
  private readonly given = new Map<string, readonly string[]>();
  private readonly request: Request;

  constructor(request: Request) {
    this.request = request;
    for (const [key, values] of Object.entries(request.context.values))
      this.given.set(key.toLowerCase(), [values].flat().map(asPlainText));
  }

  /** @param name as a policy writes it: keys are compared in lower case */
  get(name: string): Key {
    const key = name.toLowerCase();
    const values = this.given.get(key) ?? own(derived, key)?.(this.request);
    if (values !== undefined)
      return values.length === 0 ? { is: 'absent' } : { is: 'present', values };
    return this.isMissing(key)
      ? { is: 'absent' }
      : { is: 'unknown', needs: [name], isThere: always.has(key) };
  }

  private isMissing(key: string): boolean {
    if (!isConditionKey(key) || isNever(key, this.request.caller)) return true;
    const { unknown } = this.request.context;
    return unknown !== 'rest' && !unknown.some((each) => each.toLowerCase() === key);
  }
}

type Derive = (request: Request) => readonly string[] | undefined;

const derived: Readonly<Record<string, Derive>> = {
  'aws:principalarn': ({ caller }) => arnOf(caller),
  'aws:principalaccount': ({ caller }) => listed(accountOf(caller)),
  'aws:principaltype': ({ caller }) => listed(types[caller.kind]),
  'aws:principalisawsservice': ({ caller }) => [String(caller.kind === 'service')],
  'aws:principalservicename': ({ caller }) =>
    caller.kind === 'service' ? [caller.name] : undefined,
  'aws:username': ({ caller }) =>
    caller.kind === 'user' ? listed(segmentsOf(caller.arn).at(-1)) : undefined,
  'aws:federatedprovider': ({ caller }) =>
    caller.kind === 'federated' ? [caller.provider] : undefined,
  'aws:resourceaccount': ({ resource, resourceAccount }) =>
    listed(resourceAccount ?? accountIn(resource)),
  'aws:requestedregion': ({ resource }) => listed(partsOf(resource)[3]),
  's3:resourceaccount': ({ resourceAccount }) => listed(resourceAccount),
};

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
const types: Readonly<Record<Caller['kind'], string | undefined>> = {
  user: 'User',
  role: 'AssumedRole',
  root: 'Account',
  federated: undefined,
  service: undefined,
  anonymous: 'Anonymous',
};

function arnOf(caller: Caller): readonly string[] | undefined {
  if (caller.kind === 'user' || caller.kind === 'role') return [caller.arn];
  return caller.kind === 'root' ? [`arn:aws:iam::${caller.account}:root`] : undefined;
}

function listed(value: string | undefined): readonly string[] | undefined {
  return value === undefined || value === '' ? undefined : [value];
}

/** Only in requests that a service of AWS makes for itself. */
const ofServices = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths'];
/** Of signed requests; nobody without credentials has them. */
const ofPrincipals = /^aws:(principal(?!isawsservice)|userid|username|multifactor|token|federated)/;

/** Can such a request not have the key at all? */
function isNever(key: string, { kind }: Caller): boolean {
  if (ofServices.includes(key) || key === 'aws:principalservicenameslist')
    return kind !== 'service';
  if (key === 'aws:username') return kind !== 'user';
  if (key === 'aws:federatedprovider') return kind === 'user' || kind === 'root';
  return kind === 'anonymous' && ofPrincipals.test(key);
}

/** In every request: only what they say may be unknown. */
const always = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:securetransport',
  'aws:viaawsservice',
]);
