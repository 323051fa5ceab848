/** What load balancers listen on, and the targets behind. */
import {
  isUnknown,
  type Id,
  type Listener,
  type LoadBalancer,
  type Target,
  type Unknown,
} from '../network.ts';
import { protocols } from '../services.ts';
import { classic, kindOf, v2 } from './ends/load-balancers.ts';
import { textOf, type Declared, type Sources } from './source.ts';
import { at, listOf, mapOf, numberOf, type Values } from './values.ts';

/** @param stands has the resource interfaces, as far as the templates show? */
export function balancersOf(
  sources: Sources,
  stands: (id: Id) => boolean,
): readonly LoadBalancer[] {
  return sources.ofType(`${v2}::LoadBalancer`, classic).map((each) => ({
    id: each.id,
    kind: kindOf(each),
    listeners: (each.type === classic ? classicListeners(each) : listenersOf(each)).map(
      (listener) => ({
        ...listener,
        targets: listener.targets.map((target) => placed(target, sources, stands)),
      }),
    ),
  }));
}

/** Of a service that is given no subnet the template does not say on which hosts it runs. */
function placed(target: Target, sources: Sources, stands: (id: Id) => boolean): Target {
  const { end } = target;
  if (isUnknown(end) || stands(end)) return target;
  return { ...target, end: { unknown: `where ${sources.get(end)?.logicalId ?? end} stands` } };
}

function listenersOf(balancer: Declared): readonly Listener[] {
  const { sources } = balancer;
  return sources.naming(`${v2}::Listener`, 'LoadBalancerArn', balancer.id).map((listener) => {
    const rules = sources.naming(`${v2}::ListenerRule`, 'ListenerArn', listener.id);
    const groups = [
      ...groupsOfActions(listener, 'DefaultActions'),
      ...rules.flatMap((each) => groupsOfActions(each, 'Actions')),
    ];
    return {
      id: listener.id,
      protocol: protocolOf(listener.properties['Protocol']),
      port: numberOf(listener.properties['Port']) ?? 0,
      targets: [...new Set(groups)].flatMap((each) => targetsOf(each, balancer)),
    };
  });
}

export function protocolOf(value: unknown): Listener['protocol'] {
  const text = textOf(value);
  if (text === 'TCP_UDP') return 'tcp-udp';
  return text === 'UDP' || text === 'QUIC' ? protocols.udp : protocols.tcp;
}

function groupsOfActions(from: Declared, property: string): readonly Id[] {
  const actions = listOf(from.properties[property]).map(mapOf);
  const forwards = actions.flatMap((each) => listOf(at(each, 'ForwardConfig.TargetGroups')));
  return [...actions, ...forwards.map(mapOf)]
    .map((each) => each['TargetGroupArn'])
    .filter((each) => each !== undefined)
    .map((each) => from.refer(each));
}

/**
 * Registered in the target group, or by an auto scaling group or a service that names it. Where the templates show none, others may
 * register: "You can add or remove targets from your target group at any time."
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-target-group.html
 */
function targetsOf(group: Id, balancer: Declared): readonly Target[] {
  const source = balancer.sources.get(group);
  const why = { unknown: `the targets of ${group}` };
  if (source === undefined) return [{ group, end: why, port: why, keepsClientAddress: false }];
  const keepsClientAddress = kindOf(balancer) === 'network' && keepsAddress(source);
  const shown = registeredIn(source);
  const others = `which targets register in ${source.logicalId} is not in the template`;
  const all = shown.length > 0 ? shown : [{ end: { unknown: others }, port: portOf(source) }];
  return all.map((each) => ({ group, ...each, keepsClientAddress }));
}

function portOf({ id, properties }: Declared): Target['port'] {
  return numberOf(properties['Port']) ?? { unknown: `the port of ${id}` };
}

/** What the templates show of the targets of a group. */
export function registeredIn(source: Declared): readonly Pick<Target, 'end' | 'port'>[] {
  const port = portOf(source);
  const scaling = source.sources
    .naming('AWS::AutoScaling::AutoScalingGroup', 'TargetGroupARNs', source.id)
    .map(({ id }) => ({ end: id, port }));
  return [...writtenIn(source), ...scaling, ...servicesOf(source)];
}

/** The targets that the target group itself lists. */
export function writtenIn(source: Declared): readonly Pick<Target, 'end' | 'port'>[] {
  const port = portOf(source);
  return listOf(source.properties['Targets'])
    .map(mapOf)
    .map((each) => ({ end: endOf(each['Id'], source), port: numberOf(each['Port']) ?? port }));
}

/**
 * By default for targets of type instance, and for addresses with UDP; an attribute decides otherwise, but not for UDP.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
export function keepsAddress({ properties }: Declared): boolean {
  const type = properties['TargetType'] ?? 'instance';
  if (textOf(properties['Protocol']).includes('UDP')) return type !== 'alb';
  const attribute = listOf(properties['TargetGroupAttributes'])
    .map(mapOf)
    .find((each) => each['Key'] === 'preserve_client_ip.enabled');
  return attribute === undefined ? type !== 'ip' : textOf(attribute['Value']) === 'true';
}

/** A resource, or the one to which the template gives that private address. */
export function endOf(id: unknown, from: Declared): Id | Unknown {
  const found = from.find(id);
  if (found !== undefined) return found.id;
  const byAddress = from.sources.all.find(
    ({ properties }) => id !== undefined && properties['PrivateIpAddress'] === id,
  );
  return byAddress?.id ?? { unknown: `target ${textOf(id)}` };
}

function servicesOf(group: Declared): readonly Pick<Target, 'end' | 'port'>[] {
  const named = (service: Declared): readonly Values[] =>
    listOf(service.properties['LoadBalancers'])
      .map(mapOf)
      .filter((each) => service.refer(each['TargetGroupArn']) === group.id);
  return group.sources.ofType('AWS::ECS::Service').flatMap((service) =>
    named(service).map((each) => ({
      end: service.id,
      port: numberOf(each['ContainerPort']) ?? { unknown: `the port of ${service.logicalId}` },
    })),
  );
}

function classicListeners(balancer: Declared): readonly Listener[] {
  const ends = [
    ...listOf(balancer.properties['Instances']).map((each) => endOf(each, balancer)),
    ...balancer.sources
      .naming('AWS::AutoScaling::AutoScalingGroup', 'LoadBalancerNames', balancer.id)
      .map(({ id }) => id),
  ];
  return listOf(balancer.properties['Listeners'])
    .map(mapOf)
    .map((listener) => ({
      id: balancer.id,
      protocol: protocols.tcp,
      port: numberOf(listener['LoadBalancerPort']) ?? 0,
      targets: ends.map((end) => ({
        group: balancer.id,
        end,
        port: numberOf(listener['InstancePort']) ?? { unknown: 'the instance port' },
        keepsClientAddress: false,
      })),
    }));
}
