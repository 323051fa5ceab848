import { reachDifference } from '../../../lib/network/ask/changes.ts';
import type { Network } from '../../../lib/network/network.ts';
import { portsText } from '../../../lib/network/sets/intervals.ts';
import { networkIn, templateFile } from './opened.ts';

test('a network is reached as itself', () => {
  const network = networkIn('web.yaml');
  expect(reachDifference(network, network)).toEqual({
    inbound: [],
    outbound: [],
    seen: [],
    inside: [],
  });
});

test('a port that moves from one address to another is closed there and opened here', () => {
  const parameters = { SSHLocation: '192.0.2.7/32' };
  const { inbound } = reachDifference(networkIn('web.yaml'), networkIn('web.yaml', { parameters }));
  const lines = inbound.map(
    ({ end, hosts, opened, closed }) =>
      `${end} ${hosts} +${portsText(opened.tcp)} -${portsText(closed.tcp)}`,
  );
  expect(lines.sort()).toEqual(['WebServer 192.0.2.7 +22 -', 'WebServer 198.51.100.0/24 + -22']);
});

test.each([
  {
    from: '198.51.100.7/32',
    to: '198.51.100.0/24',
    says: ['198.51.100.0/24 but 198.51.100.7 +22 -'],
  },
  {
    from: '198.51.100.0/24',
    to: '198.51.100.7/32',
    says: ['198.51.100.0/24 but 198.51.100.7 + -22'],
  },
  { from: '198.51.100.7/32', to: '0.0.0.0/0', says: ['everywhere but 198.51.100.7 +22 -'] },
  { from: '0.0.0.0/0', to: '198.51.100.7/32', says: ['everywhere but 198.51.100.7 + -22'] },
])('from $from to $to only the difference is a change', ({ from, to, says }) => {
  const [before, after] = [from, to].map((SSHLocation) =>
    networkIn('web.yaml', { parameters: { SSHLocation } }),
  );
  const { inbound } = reachDifference(before as Network, after as Network);
  expect(
    inbound.map(
      ({ hosts, opened, closed }) => `${hosts} +${portsText(opened.tcp)} -${portsText(closed.tcp)}`,
    ),
  ).toEqual(says);
});

test('an end that comes opens what it reaches and what reaches it', () => {
  const parameters = { CreateBastion: 'yes' };
  const { inside = [], outbound } = reachDifference(
    networkIn('web.yaml'),
    networkIn('web.yaml', { parameters }),
  );
  expect(outbound.map(({ end }) => end)).toEqual(['Bastion']);
  expect(inside.map(({ from, to, opened }) => `${from} ${to} ${portsText(opened.tcp)}`)).toEqual([
    'WebServer Bastion 80',
    'DB Bastion 80',
    'Bastion WebServer 80',
    'Bastion DB 3306',
  ]);
});

test('taking it back closes exactly what was opened', () => {
  const parameters = { CreateBastion: 'yes' };
  const [one, other] = [networkIn('web.yaml'), networkIn('web.yaml', { parameters })];
  const [forth, back] = [reachDifference(one, other), reachDifference(other, one)];
  const turned = back.inside?.map(({ opened, closed, ...rest }) => ({
    ...rest,
    opened: closed,
    closed: opened,
  }));
  expect(turned).toEqual(forth.inside);
});

test('what was not sure and is now is a change', () => {
  const { inbound } = reachDifference(
    networkIn('service.yml'),
    networkIn('service.yml', { assume: templateFile('service.assume.yml') }),
  );
  const balancer = inbound.filter(({ end }) => end === 'Nlb');
  expect(balancer.map(({ isOpen, opened, closed }) => [isOpen, opened.tcp, closed.tcp])).toEqual([
    [false, [[443, 443]], []],
  ]);
});
