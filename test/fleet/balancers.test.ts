/** Load balancers: attributes, listeners, rules, actions. */
import type { Action, Condition, Rule } from '../../lib/fleet/fleet.ts';
import { fleetIn, only } from './support/fleets.ts';

const v2 = 'AWS::ElasticLoadBalancingV2';
const notFound = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };

function balancer(properties: Record<string, unknown>) {
  return only(fleetIn({ Lb: [`${v2}::LoadBalancer`, properties] }).balancers);
}

/** The rules of a listener that has these beside its default. */
function rules(...written: readonly Record<string, unknown>[]): readonly Rule[] {
  const declared = written.map(
    (each, index) =>
      [
        `Rule${index}`,
        [
          `${v2}::ListenerRule`,
          { ListenerArn: { Ref: 'Http' }, Actions: [notFound], Priority: 1, ...each },
        ],
      ] as const,
  );
  const { balancers } = fleetIn({
    Lb: [`${v2}::LoadBalancer`, {}],
    Http: [
      `${v2}::Listener`,
      {
        ...{ LoadBalancerArn: { Ref: 'Lb' }, Port: 80, Protocol: 'HTTP' },
        DefaultActions: [notFound],
      },
    ],
    One: [`${v2}::TargetGroup`, { Protocol: 'HTTP', Port: 80 }],
    Two: [`${v2}::TargetGroup`, { Protocol: 'HTTP', Port: 80 }],
    ...Object.fromEntries(declared),
  });
  return only(balancers).listeners[0]!.rules;
}

function action(...actions: readonly Record<string, unknown>[]): Action {
  return rules({ Actions: actions })[0]!.action;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
test.each([
  { written: {}, kind: 'application', idle: 60, crossZone: true },
  { written: { Type: 'network' }, kind: 'network', idle: 350, crossZone: false },
  { written: { Type: 'gateway' }, kind: 'gateway', idle: 350, crossZone: false },
])('a silent $kind load balancer has the defaults of AWS', ({ written, ...expected }) => {
  expect(balancer(written)).toMatchObject({
    kind: expected.kind,
    idleTimeoutSeconds: expected.idle,
    isCrossZone: expected.crossZone,
    dropsInvalidHeaders: false,
    keepsHostHeader: false,
    forwardedFor: 'append',
    forwardsClientPort: false,
  });
});

test('attributes of a load balancer are read', () => {
  const attributes = {
    'idle_timeout.timeout_seconds': '5',
    'routing.http.drop_invalid_header_fields.enabled': 'true',
    'routing.http.preserve_host_header.enabled': 'true',
    'routing.http.xff_header_processing.mode': 'remove',
    'routing.http.xff_client_port.enabled': 'true',
  };
  const LoadBalancerAttributes = Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
  expect(balancer({ LoadBalancerAttributes })).toMatchObject({
    idleTimeoutSeconds: 5,
    dropsInvalidHeaders: true,
    keepsHostHeader: true,
    forwardedFor: 'remove',
    forwardsClientPort: true,
  });
});

test('rules come by priority as numbers, the default last', () => {
  const made = rules({ Priority: 20 }, { Priority: '3' }, { Priority: 100 });
  expect(made.map(({ id, priority }) => [id, priority])).toEqual([
    ['S/Rule1', 3],
    ['S/Rule0', 20],
    ['S/Rule2', 100],
    ['S/Http', 'default'],
  ]);
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html */
const conditions: readonly {
  readonly written: Record<string, unknown>;
  readonly read: Condition;
}[] = [
  {
    written: { Field: 'path-pattern', Values: ['/img/*'] },
    read: { field: 'path-pattern', values: ['/img/*'] },
  },
  {
    written: { Field: 'path-pattern', PathPatternConfig: { Values: ['/a', '/b'] } },
    read: { field: 'path-pattern', values: ['/a', '/b'] },
  },
  {
    written: { Field: 'host-header', Values: ['*.example.com'] },
    read: { field: 'host-header', values: ['*.example.com'] },
  },
  {
    written: { Field: 'host-header', HostHeaderConfig: { Values: ['a.example.com'] } },
    read: { field: 'host-header', values: ['a.example.com'] },
  },
  {
    written: { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['PUT'] } },
    read: { field: 'http-request-method', values: ['PUT'] },
  },
  {
    written: {
      Field: 'http-header',
      HttpHeaderConfig: { HttpHeaderName: 'User-Agent', Values: ['*curl*'] },
    },
    read: { field: 'http-header', name: 'User-Agent', values: ['*curl*'] },
  },
  {
    written: {
      Field: 'query-string',
      QueryStringConfig: { Values: [{ Key: 'v', Value: '1' }, { Value: '*x*' }] },
    },
    read: {
      field: 'query-string',
      values: [
        { key: 'v', value: '1' },
        { key: undefined, value: '*x*' },
      ],
    },
  },
  {
    written: { Field: 'source-ip', SourceIpConfig: { Values: ['192.0.2.0/24'] } },
    read: { field: 'source-ip', values: ['192.0.2.0/24'] },
  },
  {
    written: { Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/a'] } },
    read: { field: 'not played', type: 'path-pattern by regular expression' },
  },
];

test.each(conditions)('the condition $written', ({ written, read }) => {
  expect(rules({ Conditions: [written] })[0]!.conditions).toEqual([read]);
});

test('forwards to the group beside the type, or by weight to those of its configuration', () => {
  expect(action({ Type: 'forward', TargetGroupArn: { Ref: 'One' } })).toEqual({
    kind: 'forward',
    groups: [{ group: 'S/One', weight: 1 }],
    stickySeconds: undefined,
  });
  const ForwardConfig = {
    TargetGroups: [
      { TargetGroupArn: { Ref: 'One' }, Weight: 9 },
      { TargetGroupArn: { Ref: 'Two' }, Weight: '0' },
    ],
    TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
  };
  expect(action({ Type: 'forward', ForwardConfig })).toEqual({
    kind: 'forward',
    groups: [
      { group: 'S/One', weight: 9 },
      { group: 'S/Two', weight: 0 },
    ],
    stickySeconds: 60,
  });
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html */
test('a redirect keeps what it does not change', () => {
  const RedirectConfig = { StatusCode: 'HTTP_301', Protocol: 'HTTPS', Port: '443' };
  expect(action({ Type: 'redirect', RedirectConfig })).toEqual({
    kind: 'redirect',
    status: 301,
    protocol: 'HTTPS',
    host: '#{host}',
    port: '443',
    path: '/#{path}',
    query: '#{query}',
  });
});

test('a fixed response is plain text without a body where it says no more', () => {
  expect(action(notFound)).toEqual({
    kind: 'fixed-response',
    status: 404,
    contentType: 'text/plain',
    body: '',
  });
});

test('who asks first who the client is, is not played, in whatever order it is written', () => {
  const forward = { Type: 'forward', TargetGroupArn: { Ref: 'One' }, Order: 2 };
  const login = { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: {} };
  expect(action(forward, login)).toEqual({ kind: 'not played', type: 'authenticate-oidc' });
  const claims = { Type: 'jwt-validation', Order: 2 };
  const last = { ...forward, Order: 3 };
  expect(action(last, claims, login)).toEqual({ kind: 'not played', type: 'authenticate-oidc' });
});
