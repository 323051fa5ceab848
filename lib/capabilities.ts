/** What a check may ask of the target that a lab lives on. A target lacks what it cannot do honestly. */
import type { Documents } from './iam/policies.ts';
import type { Evidence, Verdict } from './verdict.ts';

export interface Capabilities {
  /** Does a connection get there and its answer back? (model: proof; packets, aws: real connections) */
  reach(flow: FlowRequest): Promise<Passage>;
  /** What the far end says to a connection. Needs something that really listens. */
  connect(flow: FlowRequest): Promise<'open' | 'refused' | 'timeout' | 'unreachable'>;
  /** A request as a client sends it. The text may hold `${...}`, see {@link Properties}. */
  http(request: HttpRequest): Promise<HttpResponse>;
  /**
   * A command of the AWS SDK (`sdk('dynamodb', 'GetItem', {...})`), as the lab's owner unless said otherwise.
   * @throws AwsRefusal when the service answers with an error of the client's (4xx); its `code` is AWS's word.
   */
  sdk(service: string, command: string, input: Properties, as?: Caller): Promise<Properties>;
  /** May this principal do this? (model: evaluation; aws: policy simulator) */
  may(question: PermissionRequest): Promise<Permission>;
  resolve(name: string, asked?: DnsQuestion): Promise<Answer>;
  /**
   * A resource of the synthesized template, intrinsics resolved: the same object each time. Served by `model` alone:
   * elsewhere a template proves nothing.
   */
  fact(resource: Place): Promise<Properties>;
  /** Every resource of a type, by place. Served by `model` alone. */
  facts(type: string): Promise<ReadonlyMap<Place, Properties>>;
  /** Judges while something is broken, and repairs it always. On model: a view of the network without it. */
  during<T>(disturbance: Disturbance, judge: () => Promise<T>): Promise<T>;
  /** Waits for a condition with a name; bounds are in the template's clock, the target scales them. */
  eventually(what: string, withinSeconds: number, holds: () => Promise<boolean>): Promise<boolean>;
  /** The same probe again and again; the first that does not hold decides. */
  steadily(request: Steadiness, probe: () => Promise<Verdict>): Promise<Verdict>;
}
export type Capability = keyof Capabilities;

/**
 * What a served API really enforces or does (`emulator[x]` in the lab files). The known words live with the probes that
 * declare them; the catalogue's test refuses an unknown one.
 */
export type Feature = string;

/**
 * A construct id, the tail of a construct path, or a host of the outside world (`internet`, `admin`, `stranger`, `site`,
 * `internet:203.0.113.7`), or an address inside the VPC. The same words as in `lab reach LAB FROM TO FLOW`. A group means
 * every member. As the start of a flow a subnet means a host in it with a group of its own (nothing in, everything out).
 */
export type Place = string;
export type Flow =
  `${'tcp' | 'udp'}/${number}` | `${'tcp' | 'udp'}/${number}-${number}` | 'icmp/echo';

/**
 * Plain data. In what is sent to `sdk` and `http`, `${Place}` stands for the physical id of a resource (its `Ref`),
 * `${Place.Attribute}` for an attribute of it, `${Name}` for a stack output, and `${A.sub}`, `${A.idToken}`,
 * `${A.accessToken}`, `${A.username}`, `${A.password}` for what the target knows of the lab's user A.
 */
export type Properties = Readonly<Record<string, unknown>>;

/** Which identity calls, where: a user of the lab, a role or function, another account, another region. */
export interface Caller {
  readonly principal?: Place;
  readonly account?: string;
  readonly region?: string;
}

export interface FlowRequest {
  /**
   * `anyone`: every interface, a host in every subnet with a group of its own (nothing in, everything out), any internet
   * host. The first that gets through answers.
   */
  readonly from: Place;
  /** With `anyone`: but these. */
  readonly except?: readonly Place[];
  readonly to: Place;
  readonly flow: Flow;
  readonly sourcePort?: number;
}
export interface Passage {
  readonly arrives: 'yes' | 'no' | 'partly' | 'depends';
  /** The resource whose address the far end sees: an instance, an Elastic IP, a NAT gateway. */
  readonly seenAs?: Place;
  /**
   * Of `no`: AWS's explanation code of the gate that decided, and the gate (`SUBNET_ACL_RESTRICTION at WebNacl`). Of
   * `partly`: what gets through (`only from source ports 32768-60999`). Of `depends`: what it depends on.
   */
  readonly because?: string;
  /** On live targets a port range is sampled (rule boundaries and listening ports), and says so. */
  readonly sampled?: true;
  readonly trace: Evidence;
}
export interface HttpRequest {
  /** A resource that answers HTTP (a bucket: its REST endpoint), or an output that holds a URL. */
  readonly to: Place;
  readonly path: string;
  readonly from?: Place;
  /** A user of the lab: their ID token goes along in `Authorization`. */
  readonly as?: Place;
  /** @default GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is when it is text. */
  readonly body?: unknown;
  /** By a URL that the lab's owner has signed for this method on this object; `to` is a bucket. */
  readonly presigned?: true;
}
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON, otherwise text. */
  readonly body: unknown;
}
export interface PermissionRequest {
  readonly who: Place;
  readonly action: string;
  readonly on: string;
  /** Condition keys that the request carries; an empty list: it has no such key. Of others nothing is known. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** Policies that are in no template: of the session, of the organization. */
  readonly documents?: Documents;
}
export interface Permission {
  readonly decision: 'allowed' | 'explicit deny' | 'implicit deny' | 'depends';
  readonly statement?: string;
  /** The same statement as data: what its policy is called, and its `Sid`. */
  readonly by?: { readonly policy: string; readonly sid?: string };
  /** Of an implicit deny: the kinds of policies that say nothing of the request. */
  readonly silent?: readonly string[];
  /** Of `depends`: on what. */
  readonly needs?: readonly string[];
  /** Statements that would allow what is denied, or deny what is allowed, but for one thing, each with what that is. */
  readonly near?: readonly string[];
  readonly trace: Evidence;
}
export interface DnsQuestion {
  readonly from?: Place;
  readonly type?: string;
  readonly via?: 'authority' | 'cache';
}
export interface Answer {
  readonly status: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
  readonly ttlSeconds?: number;
  /** Exact chances on model, one seen answer on the wire. */
  readonly chances: readonly {
    readonly records: readonly string[];
    readonly of: readonly [number, number];
  }[];
}
export interface Steadiness {
  readonly what: string;
  readonly forSeconds: number;
  readonly perSecond: number;
}
export type Disturbance =
  | {
      readonly kind: 'stop' | 'terminate' | 'replace' | 'restart';
      readonly of: Place;
      readonly process?: string;
    }
  | { readonly kind: 'answer'; readonly of: Place; readonly path: string; readonly status: number }
  | { readonly kind: 'suspend'; readonly of: Place; readonly process: string }
  | { readonly kind: 'lose-zone'; readonly zone: 1 | 2 | 3 };

/** A served API said no. `code` is AWS's own word, such as `AccessDeniedException`. */
export class AwsRefusal extends Error {
  override readonly name = 'AwsRefusal';
  readonly code: string;
  readonly status: number;
  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The refusal that the call ended in, or nothing where the call went through. */
export async function refusalOf(call: Promise<unknown>): Promise<AwsRefusal | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof AwsRefusal) return error;
    throw error;
  }
}
