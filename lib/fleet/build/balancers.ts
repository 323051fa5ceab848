/** Load balancers with their attributes and listeners. */
import { kindOf, v2 } from '../../network/build/ends/load-balancers.ts';
import type { Declared, Sources } from '../../network/build/source.ts';
import type { Balancer, Listener } from '../fleet.ts';
import { rulesOf } from './rules.ts';
import { Written } from './written.ts';

export function balancersOf(sources: Sources): readonly Balancer[] {
  return sources.ofType(`${v2}::LoadBalancer`).map((source) => {
    const kind = kindOf(source);
    return {
      id: source.id,
      kind,
      ...attributesOf(Written.attributes(source.properties['LoadBalancerAttributes']), kind),
      listeners: listenersOf(source),
    };
  });
}

/**
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html (350 seconds)
 */
function attributesOf(
  written: Written,
  kind: Balancer['kind'],
): Omit<Balancer, 'id' | 'kind' | 'listeners'> {
  const isApplication = kind === 'application';
  return {
    idleTimeoutSeconds: isApplication ? written.number('idle_timeout.timeout_seconds', 60) : 350,
    dropsInvalidHeaders: written.flag('routing.http.drop_invalid_header_fields.enabled', false),
    keepsHostHeader: written.flag('routing.http.preserve_host_header.enabled', false),
    forwardedFor: written.word(
      'routing.http.xff_header_processing.mode',
      ['append', 'preserve', 'remove'] as const,
      'append',
    ),
    forwardsClientPort: written.flag('routing.http.xff_client_port.enabled', false),
    // "The default for Application Load Balancers is true, and cannot be changed."
    isCrossZone: isApplication || written.flag('load_balancing.cross_zone.enabled', false),
  };
}

const protocols = ['HTTP', 'HTTPS', 'TCP', 'UDP', 'TCP_UDP', 'TLS', 'GENEVE'] as const;

function listenersOf(balancer: Declared): readonly Listener[] {
  const isGateway = kindOf(balancer) === 'gateway';
  return balancer.sources.naming(`${v2}::Listener`, 'LoadBalancerArn', balancer.id).map((each) => {
    const written = new Written(each.properties);
    return {
      id: each.id,
      // A Gateway Load Balancer's listener states neither: it takes every packet, and speaks GENEVE on 6081.
      protocol: written.word('Protocol', protocols, isGateway ? 'GENEVE' : 'TCP'),
      port: written.number('Port', isGateway ? 6081 : 0),
      rules: rulesOf(each),
    };
  });
}
