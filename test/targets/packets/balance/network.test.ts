/** The text that the kernel gets for a Network Load Balancer. */
import {
  networkRuleset,
  type NetworkService,
} from '../../../../lib/targets/packets/balance/network.ts';

const service: NetworkService = {
  protocol: 'TCP',
  port: 80,
  targets: [
    { address: '10.0.1.10', port: 8080 },
    { address: '10.0.1.11', port: 8081 },
  ],
  keepsClientAddress: true,
  isSticky: false,
};

/** The rules alone, without their indentation. */
function rules(changes: Partial<NetworkService> = {}, addresses = ['10.0.0.5']): readonly string[] {
  return networkRuleset({ addresses }, [{ ...service, ...changes }])
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /(dnat|snat) ip/.test(line));
}

test('a flow is sent to a target by its hash, and the client keeps its address', () => {
  expect(rules()).toEqual([
    'ip daddr 10.0.0.5 tcp dport 80 dnat ip to ' +
      'jhash ip saddr . tcp sport . ip daddr . tcp dport . tcp sequence mod 2 seed 0x1ab ' +
      'map { 0 : 10.0.1.10 . 8080, 1 : 10.0.1.11 . 8081 }',
  ]);
});

test('where the client does not keep its address the target sees that of the node', () => {
  expect(rules({ keepsClientAddress: false })[1]).toBe(
    'meta l4proto tcp ct original ip daddr 10.0.0.5 ct original proto-dst 80 snat ip to 10.0.0.5',
  );
});

test('stickiness hashes the source address alone', () => {
  expect(rules({ isSticky: true })[0]).toContain('jhash ip saddr mod 2');
});

test('TCP_UDP is a rule for each', () => {
  expect(rules({ protocol: 'TCP_UDP' }).map((rule) => /(tcp|udp) dport/.exec(rule)?.[1])).toEqual([
    'tcp',
    'udp',
  ]);
});

test('without targets nothing is rewritten', () => {
  expect(rules({ targets: [] })).toEqual([]);
});

test('targets of IPv6 are for the IPv6 address of the node', () => {
  const targets = [...service.targets, { address: '2001:db8::10', port: 80 }];
  const both = rules({ targets }, ['10.0.0.5', '2001:db8::5']);
  expect(both[0]).toContain('mod 2');
  expect(both[1]).toMatch(
    /^ip6 daddr 2001:db8::5 .* mod 1 seed 0x1ab map \{ 0 : 2001:db8::10 \. 80 \}$/,
  );
});

test('a script replaces the one before', () => {
  expect(networkRuleset({ addresses: [] }, [])).toMatch(
    /^table ip lab_nlb \{\}\ndelete table ip lab_nlb\ntable ip lab_nlb \{\n/,
  );
});
