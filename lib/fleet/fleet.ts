/**
 * What runs in a network: instances, auto scaling groups, load balancers with their rules and target groups, as AWS would
 * run them. `build/` makes it of resources; target `packets` runs it. Plain data, every default of AWS filled in.
 */

/** `Stack/LogicalId`: the same as in the network. */
export type Id = string;

/** What the template does not say, and why. */
export interface Unknown {
  readonly unknown: string;
}

export interface Fleet {
  readonly instances: ReadonlyMap<Id, Instance>;
  readonly groups: ReadonlyMap<Id, ScalingGroup>;
  readonly balancers: ReadonlyMap<Id, Balancer>;
  readonly targetGroups: ReadonlyMap<Id, TargetGroup>;
  /** What the template leaves open, and AWS's default stands for: `Web/Fleet MinSize: parameter Size has no default`. */
  readonly assumed: readonly string[];
}

/** An AWS::EC2::Instance. */
export interface Instance {
  readonly id: Id;
  readonly launch: Launch;
}

/** What an instance is launched with. */
export interface Launch {
  /** None: it boots and does nothing. */
  readonly userData: UserData | Unknown | undefined;
  readonly imageId: string;
  readonly instanceType: string;
  /** The role of its instance profile, by id where the template declares it, else by name. */
  readonly role: string | undefined;
  readonly metadata: MetadataOptions;
  readonly tags: Readonly<Record<string, string>>;
}

/** The script, decoded. */
export interface UserData {
  readonly text: string;
  /** The `${...}` of the text that stand for what only a deployment knows; any other is the script's own. */
  readonly placeholders: readonly string[];
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html */
export interface MetadataOptions {
  readonly isEnabled: boolean;
  readonly tokens: 'required' | 'optional';
  /** 1-64 */
  readonly hopLimit: number;
}

export interface ScalingGroup {
  readonly id: Id;
  readonly min: number;
  readonly max: number;
  /** @default min */
  readonly desired: number;
  readonly subnets: readonly Id[];
  readonly launch: Launch;
  /** EC2 always counts. */
  readonly healthTypes: readonly ('EC2' | 'ELB')[];
  readonly graceSeconds: number;
  readonly targetGroups: readonly Id[];
  /** Classic Load Balancers that it registers with. */
  readonly classicBalancers: readonly Id[];
  /** Percent of desired; undefined: no policy, and AWS launches another while it terminates an unhealthy instance. */
  readonly minHealthyPercentage: number | undefined;
  readonly maxHealthyPercentage: number | undefined;
}

export interface TargetGroup {
  readonly id: Id;
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP' | 'UDP' | 'TCP_UDP' | 'TLS' | 'GENEVE' | 'none';
  /** Undefined for Lambda targets. */
  readonly port: number | undefined;
  readonly targetType: 'instance' | 'ip' | 'lambda' | 'alb';
  readonly healthCheck: HealthCheck;
  readonly deregistrationDelaySeconds: number;
  /** 0: off, else 30-900. */
  readonly slowStartSeconds: number;
  readonly stickiness: Stickiness | undefined;
  readonly algorithm: 'round_robin' | 'least_outstanding_requests' | 'weighted_random';
  readonly keepsClientAddress: boolean;
  /** Fewer healthy targets than this in a zone, and its nodes send to all of them: fail open. */
  readonly failOpenBelow: { readonly count: number; readonly percentage: number };
  /** `use_load_balancer_configuration` is settled: that of the load balancer. */
  readonly crossZone: boolean | 'as the load balancer';
  /** As the template registers them; those of an auto scaling group come and go. */
  readonly targets: readonly { readonly end: Id | Unknown; readonly port: number | undefined }[];
}

export interface HealthCheck {
  readonly isEnabled: boolean;
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP';
  readonly port: number | 'traffic-port';
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** HTTP codes that count, both ends included: `200,301-302` -> [[200,200],[301,302]]. */
  readonly codes: readonly (readonly [number, number])[];
}

export interface Stickiness {
  readonly by:
    'lb_cookie' | 'app_cookie' | 'source_ip' | 'source_ip_dest_ip' | 'source_ip_dest_ip_proto';
  /** 0: a cookie lives as long as the browser's session, or as the application's own. */
  readonly seconds: number;
  /** Of `app_cookie`. */
  readonly cookie: string | undefined;
}

export interface Balancer {
  readonly id: Id;
  readonly kind: 'application' | 'network' | 'classic' | 'gateway';
  readonly idleTimeoutSeconds: number;
  /** `routing.http.drop_invalid_header_fields.enabled` */
  readonly dropsInvalidHeaders: boolean;
  /** `routing.http.preserve_host_header.enabled` */
  readonly keepsHostHeader: boolean;
  readonly forwardedFor: 'append' | 'preserve' | 'remove';
  /** `routing.http.xff_client_port.enabled` */
  readonly forwardsClientPort: boolean;
  readonly isCrossZone: boolean;
  readonly listeners: readonly Listener[];
}

export interface Listener {
  readonly id: Id;
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP' | 'UDP' | 'TCP_UDP' | 'TLS' | 'GENEVE';
  readonly port: number;
  /** By priority, lowest first; the default actions come last, as a rule that has no conditions. */
  readonly rules: readonly Rule[];
}

export interface Rule {
  readonly id: Id;
  readonly priority: number | 'default';
  /** All must hold. */
  readonly conditions: readonly Condition[];
  readonly action: Action;
}

/** Any of the values suffices; `*` and `?` are wildcards where AWS has them. */
export type Condition =
  | { readonly field: 'host-header' | 'path-pattern'; readonly values: readonly string[] }
  | { readonly field: 'http-request-method'; readonly values: readonly string[] }
  | { readonly field: 'http-header'; readonly name: string; readonly values: readonly string[] }
  | {
      readonly field: 'query-string';
      readonly values: readonly { readonly key: string | undefined; readonly value: string }[];
    }
  /** CIDR blocks. */
  | { readonly field: 'source-ip'; readonly values: readonly string[] }
  /** Regular expressions, and what AWS adds after them: nothing matches. */
  | { readonly field: 'not played'; readonly type: string };

export type Action =
  | {
      readonly kind: 'forward';
      readonly groups: readonly { readonly group: Id; readonly weight: number }[];
      /** Stickiness among groups. */
      readonly stickySeconds: number | undefined;
    }
  | {
      readonly kind: 'redirect';
      readonly status: 301 | 302;
      /** May hold `#{protocol} #{host} #{port} #{path} #{query}`. */
      readonly protocol: string;
      readonly host: string;
      readonly port: string;
      readonly path: string;
      readonly query: string;
    }
  | {
      readonly kind: 'fixed-response';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    }
  /** Cognito, OIDC, JWT: what nobody plays here. */
  | { readonly kind: 'not played'; readonly type: string };
