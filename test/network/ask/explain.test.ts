import { explain } from '../../../lib/network/ask/explain.ts';
import { meaningOf } from '../../../lib/network/ask/codes.ts';
import { parseFlow } from '../../../lib/network/ask/flow.ts';
import { findPlace, type Place } from '../../../lib/network/ask/places.ts';
import { summaryOf } from '../../../lib/network/ask/summary.ts';
import type { Network } from '../../../lib/network/network.ts';
import { portsText } from '../../../lib/network/sets/intervals.ts';
import { networkIn, templateFile } from './opened.ts';

function placeIn(network: Network, text: string): Place {
  const found = findPlace(network, text);
  if ('place' in found) return found.place;
  throw new Error(`${text}: ${found.problem}`);
}

function explained(name: string, [from, to, flow]: readonly [string, string, string]) {
  const network = networkIn(name, name.startsWith('service') ? { assume } : {});
  const parsed = parseFlow(flow)!;
  return explain(network, { from: placeIn(network, from), to: placeIn(network, to), ...parsed });
}
const assume = templateFile('service.assume.yml');

test('the smallest opening is told as what a person would do', () => {
  expect(explained('web.yaml', ['DB', 'WebServer', 'tcp/8080'])).toEqual({
    says: ['add a rule to WebServerSecurityGroup: allow tcp/8080 from DBSecurityGroup'],
    why: null,
  });
});

test('what is open needs nothing', () => {
  expect(explained('web.yaml', ['internet', 'WebServer', 'tcp/80']).says).toEqual([]);
});

test('behind a port without listener a listener is missing', () => {
  const { says } = explained('service.yml', ['internet', 'Nlb', 'tcp/80']);
  expect(says).toEqual(['no listener on 80: Nlb needs one, with targets behind it']);
});

test('without a port each protocol tells its open ports, and for whom', () => {
  const network = networkIn('web.yaml');
  const [from, to] = [placeIn(network, 'internet'), placeIn(network, 'WebServer')];
  const [tcp, udp] = summaryOf(network, { from, to });
  expect(tcp?.pieces.map(({ ports, reached }) => [portsText(ports), reached.verdict])).toEqual([
    ['22', 'partial'],
    ['80', 'yes'],
  ]);
  expect(udp?.pieces).toEqual([]);
});

test('AWS codes are explained by the page of their list, the own ones by the page of their rule', () => {
  expect(meaningOf('SUBNET_ACL_RESTRICTION').page).toMatch(/explanation-codes\.html$/);
  expect(meaningOf('KIT_EGRESS_ONLY').page).toMatch(/egress-only-internet-gateway\.html$/);
});
