/** Addresses as bytes. */
import {
  addressOf,
  bytesOf,
  macOf,
  prefixOf,
} from '../../../../../lib/targets/packets/kernel/netlink/address.ts';
import fc from '../../../../support/fast-check.ts';

test.each([
  { text: '10.0.2.10', hex: '0a00020a' },
  { text: '::', hex: '0'.repeat(32) },
  { text: '::1', hex: `${'0'.repeat(31)}1` },
  { text: 'fd00:0:0:1::a', hex: 'fd00000000000001000000000000000a' },
  { text: '2001:db8::', hex: `20010db8${'0'.repeat(24)}` },
  { text: '::ffff:10.0.0.1', hex: '00000000000000000000ffff0a000001' },
  { text: '1:2:3:4:5:6:7:8', hex: '00010002000300040005000600070008' },
])('$text in network byte order', ({ text, hex }) => {
  expect(bytesOf(text).toString('hex')).toBe(hex);
});

test('an IPv4 address comes back from its bytes', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(addressOf(bytesOf(address))).toBe(address);
    }),
  );
});

test('an IPv6 address comes back from its bytes as the browser writes it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(0xff), (made, zeros) => {
      const bytes = Buffer.from(made);
      for (let group = 0; group < 8; group += 1)
        if ((zeros & (1 << group)) !== 0) bytes.fill(0, group * 2, group * 2 + 2);
      fc.pre(!bytes.subarray(0, 12).equals(Buffer.from('00000000000000000000ffff', 'hex')));
      const text = addressOf(bytes);
      expect(bytesOf(text).equals(bytes)).toBe(true);
      expect(new URL(`http://[${text}]/`).hostname).toBe(`[${text}]`);
    }),
    { numRuns: 500 },
  );
});

test('an IPv4 address in IPv6 is shown as the IPv4 address', () => {
  expect(addressOf(bytesOf('::ffff:10.0.0.1'))).toBe('10.0.0.1');
});

test('what is no address is refused by name', () => {
  expect(() => bytesOf('10.0.0')).toThrow('10.0.0 is no IP address');
});

test('a prefix has its length, an address all of its bits', () => {
  expect(prefixOf('10.0.0.0/16').length).toBe(16);
  expect(prefixOf('10.0.0.1').length).toBe(32);
  expect(prefixOf('::/0')).toMatchObject({ family: 10, length: 0 });
  expect(prefixOf('fd00::1').length).toBe(128);
});

test('a MAC address is six bytes', () => {
  expect(macOf('02:00:00:00:01:ff').toString('hex')).toBe('0200000001ff');
});
