/** EC2 instances, and interfaces that stand in the template by themselves. */
import type { Id, Interface } from '../../network.ts';
import type { Declared, Sources } from '../source.ts';
import { listOf, mapOf, type Values } from '../values.ts';
import {
  address4In,
  address6In,
  checks,
  clientPorts,
  defaultSubnet,
  groupsIn,
  launchAddress,
} from './card.ts';
import { launchOf } from './launch.ts';
import type { Made } from './made.ts';
import { publicAddressOf } from './public-addresses.ts';

export function instanceEnds(sources: Sources): readonly Made[] {
  return sources.ofType('AWS::EC2::Instance').map((instance) => {
    const cards = cardsOf(instance);
    const attached = [...namedCards(cards, instance), ...attachedLater(instance)];
    const made = cards.filter((each) => each.values['NetworkInterfaceId'] === undefined);
    // Without a card of its own AWS makes the first one.
    const wanted = cards.length === 0 ? [{ values: {}, from: instance }] : made;
    const interfaces = wanted.map((card, index) => interfaceOf(instance, card, index));
    return { end: instance, interfaces, joins: attached };
  });
}

/** Properties of an interface, and the resource in which they are written. */
interface Card {
  readonly values: Values;
  readonly from: Declared;
}

function cardsOf(instance: Declared): readonly Card[] {
  const own = listOf(instance.properties['NetworkInterfaces']).map(mapOf);
  if (own.length > 0) return own.map((values) => ({ values, from: instance }));
  const { from, data } = launchOf(instance);
  return listOf(data['NetworkInterfaces']).map((each) => ({ values: mapOf(each), from }));
}

function interfaceOf(instance: Declared, { values, from }: Card, index: number): Interface {
  const launch = launchOf(instance);
  const id = index === 0 ? instance.id : `${instance.id}.${index}`;
  const own = instance.properties;
  const subnet =
    referred(values['SubnetId'], from) ?? referred(own['SubnetId'], instance) ?? defaultSubnet;
  const all: Values = { ...launch.data, ...own, ...values };
  const given = index === 0 ? launchAddress(all['AssociatePublicIpAddress'], subnet, from) : false;
  return {
    id,
    owner: instance.id,
    subnet,
    groups: groupsOf(instance, { values, from }, subnet),
    address4: address4In(all),
    address6: address6In(all, subnet, from),
    public4: publicAddressOf({ id, owner: instance, given }),
    checksSourceDest: checks(own['SourceDestCheck'] ?? values['SourceDestCheck'], instance),
    clientPorts: clientPorts(all),
  };
}

function referred(value: unknown, from: Declared): Id | undefined {
  return value === undefined ? undefined : from.refer(value);
}

/** Named by the interface, else by the instance, else by its launch template. */
function groupsOf(instance: Declared, { values, from }: Card, subnet: Id): readonly Id[] {
  const launch = launchOf(instance);
  const candidates: readonly (readonly [unknown, Declared])[] = [
    [values['GroupSet'] ?? values['Groups'], from],
    [instance.properties['SecurityGroupIds'] ?? instance.properties['SecurityGroups'], instance],
    [launch.data['SecurityGroupIds'] ?? launch.data['SecurityGroups'], launch.from],
  ];
  const [named, where] = candidates.find(([value]) => value !== undefined) ?? [undefined, instance];
  return groupsIn(named, subnet, where);
}

function namedCards(cards: readonly Card[], instance: Declared): readonly Id[] {
  return cards
    .filter(({ values }) => values['NetworkInterfaceId'] !== undefined)
    .map(({ values }) => instance.refer(values['NetworkInterfaceId']));
}

function attachedLater(instance: Declared): readonly Id[] {
  return instance.sources
    .naming('AWS::EC2::NetworkInterfaceAttachment', 'InstanceId', instance.id)
    .map((each) => each.refer(each.properties['NetworkInterfaceId']));
}

/** Is the interface put into an instance of the templates? */
export function isAttached({ id, sources }: Declared): boolean {
  const later = sources.naming('AWS::EC2::NetworkInterfaceAttachment', 'NetworkInterfaceId', id);
  const atLaunch = sources
    .ofType('AWS::EC2::Instance')
    .some((each) => namedCards(cardsOf(each), each).includes(id));
  return later.length > 0 || atLaunch;
}

/** `AWS::EC2::NetworkInterface`: has no public address but an Elastic IP. */
export function interfaceEnds(sources: Sources): readonly Made[] {
  return sources.ofType('AWS::EC2::NetworkInterface').map((card) => {
    const { id, properties } = card;
    const subnet = card.refer(properties['SubnetId']);
    const made: Interface = {
      id,
      owner: id,
      subnet,
      groups: groupsIn(properties['GroupSet'], subnet, card),
      address4: address4In(properties),
      address6: address6In(properties, subnet, card),
      public4: publicAddressOf({ id, owner: card, given: false }),
      checksSourceDest: checks(properties['SourceDestCheck'], card),
      clientPorts: clientPorts({}),
    };
    return { end: card, interfaces: [made], joins: [] };
  });
}
