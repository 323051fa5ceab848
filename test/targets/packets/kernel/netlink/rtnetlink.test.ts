/** Requests to rtnetlink, byte by byte. */
import { attributesIn } from '../../../../../lib/targets/packets/kernel/netlink/message.ts';
import {
  delLink,
  linkUp,
  newAddress,
  newRoute,
  newRules,
  newVeth,
} from '../../../../../lib/targets/packets/kernel/netlink/rtnetlink.ts';

const veth = newVeth(
  [
    { device: 'eth0', index: 100, namespace: 7, group: 0 },
    { device: 'web1', index: 101, namespace: 8, group: 3 },
  ],
  '02:00:00:00:00:01',
);

test('a veth pair has both names, both namespaces, both groups and one MAC address', () => {
  const own = attributesIn(veth.body.subarray(16));
  const data = attributesIn(attributesIn(own.get(18)!).get(2)!);
  const peer = attributesIn(data.get(1)!.subarray(16));
  const told = (each: Map<number, Buffer>): unknown => ({
    device: each.get(3)?.toString(),
    group: each.get(27)?.readUInt32LE(),
    mac: each.get(1)?.toString('hex'),
    namespace: each.get(28)?.readUInt32LE(),
  });
  const mac = '020000000001';
  expect(told(own)).toEqual({ device: 'eth0\0', group: 0, mac, namespace: 7 });
  expect(told(peer)).toEqual({ device: 'web1\0', group: 3, mac, namespace: 8 });
  expect(attributesIn(own.get(18)!).get(1)!.toString()).toBe('veth');
});

test('both ends have the index that was chosen for them and no ARP; the first is up', () => {
  const own = attributesIn(veth.body.subarray(16));
  const peer = attributesIn(attributesIn(own.get(18)!).get(2)!).get(1)!;
  expect([veth.body.readInt32LE(4), veth.body.readUInt32LE(8)]).toEqual([100, 0x81]);
  expect([peer.readInt32LE(4), peer.readUInt32LE(8)]).toEqual([101, 0x80]);
});

test('a link goes up by its index and changes nothing else', () => {
  expect(linkUp(101, 'web1').body.toString('hex')).toBe('00000000650000000100000001000000');
  expect(delLink(101, 'web1').body.readInt32LE(4)).toBe(101);
});

test('an address has no duplicate detection and no route to its prefix', () => {
  expect(newAddress('10.0.2.10/24', 100).body.toString('hex')).toBe(
    ['0218000064000000', '080002000a00020a', '080001000a00020a', '0800080002020000'].join(''),
  );
  expect([...newAddress('fd00::1/64', 1).body.subarray(0, 2)]).toEqual([10, 64]);
});

test.each([
  {
    says: 'an IPv4 route by gateway is on link',
    made: newRoute(
      { to: '0.0.0.0/0', kind: 'unicast', gateway: '10.0.0.1', source: '10.0.0.2' },
      4,
    ),
    header: '02000000fe04000104000000',
    attributes: { 15: 'fe000000', 4: '04000000', 5: '0a000001', 7: '0a000002' },
  },
  {
    says: 'an IPv4 route to a device has the scope of a link',
    made: newRoute({ to: '10.0.0.2/32', kind: 'unicast', device: 'h' }, 4),
    header: '02200000fe04fd0100000000',
    attributes: { 15: 'fe000000', 1: '0a000002', 4: '04000000' },
  },
  {
    says: 'a table above 255 is told by its attribute',
    made: newRoute({ to: '10.0.0.0/16', kind: 'throw', table: 1000 }),
    header: '021000000004000900000000',
    attributes: { 15: 'e8030000', 1: '0a000000' },
  },
  {
    says: 'a local IPv4 route has the scope of the host',
    made: newRoute({ to: '198.51.100.0/24', kind: 'local' }, 1),
    header: '02180000fe04fe0200000000',
    attributes: { 15: 'fe000000', 1: 'c6336400', 4: '01000000' },
  },
  {
    says: 'an IPv6 route has no scope',
    made: newRoute({ to: '::/0', kind: 'unreachable', table: 5 }),
    header: '0a0000000504000700000000',
    attributes: { 15: '05000000' },
  },
  {
    says: 'an IPv4 route may have an IPv6 gateway',
    made: newRoute({ to: '10.0.0.0/16', kind: 'unicast', gateway: 'fd00::1' }, 4),
    header: '02100000fe04000104000000',
    attributes: {
      ...{ 15: 'fe000000', 1: '0a000000', 4: '04000000' },
      18: '0a00fd000000000000000000000000000001',
    },
  },
])('$says', ({ made, header, attributes }) => {
  expect(made.body.subarray(0, 12).toString('hex')).toBe(header);
  const found = [...attributesIn(made.body.subarray(12))];
  expect(Object.fromEntries(found.map(([type, value]) => [type, value.toString('hex')]))).toEqual(
    attributes,
  );
});

test('a failing route is called as ip writes it', () => {
  const route = { to: '10.0.0.0/8', kind: 'blackhole', table: 7 } as const;
  expect(newRoute(route).about).toBe('route blackhole 10.0.0.0/8 table 7');
});

test('a rule on a mark stands in both families, one on an address in that of the address', () => {
  const families = (from?: string): unknown =>
    newRules({ mark: 3, table: 9, priority: 5, ...(from !== undefined && { from }) }).map(
      ({ body }) => body[0],
    );
  expect(families()).toEqual([2, 10]);
  expect(families('10.0.0.1')).toEqual([2]);
  expect(families('fd00::1')).toEqual([10]);
});
