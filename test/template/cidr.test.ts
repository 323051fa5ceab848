import fc from '../support/fast-check.ts';
import { BlockList } from 'node:net';
import { cidrsWithin } from '../../lib/template/cidr.ts';

type Asked = [block: string, count: string, hostBits: string];

test.each<[says: string, asked: Asked, made: readonly string[]]>([
  [
    'the six blocks of the page of Fn::Cidr',
    ['192.168.0.0/24', '6', '5'],
    [0, 32, 64, 96, 128, 160].map((last) => `192.168.0.${last}/27`),
  ],
  ['the whole block', ['10.0.0.0/16', '1', '16'], ['10.0.0.0/16']],
  ['blocks of a block with host bits', ['10.0.0.77/24', '1', '4'], ['10.0.0.0/28']],
  [
    'IPv6 blocks in their short form',
    ['2001:DB8:0:100::/56', '3', '64'],
    ['2001:db8:0:100::/64', '2001:db8:0:101::/64', '2001:db8:0:102::/64'],
  ],
  ['IPv6 from zero', ['::/0', '2', '127'], ['::/1', '8000::/1']],
])('gives %s', (_, [block, count, bits], made) => {
  expect(cidrsWithin(block, count, bits)).toEqual(made);
});

test.each<[says: string, asked: Asked, why: RegExp]>([
  ['no host bits at all', ['10.255.255.0/24', '256', '0'], /1 to 32 host bits/],
  ['host bits left out', ['10.0.0.0/16', '4', ''], /host bits, not ''/],
  ['too many', ['10.0.0.0/24', '5', '6'], /5 blocks of 6 host bits do not fit/],
  ['too large', ['10.0.0.0/24', '1', '9'], /do not fit into 10.0.0.0\/24/],
  ['no block', ['10.0.0/24', '1', '8'], /such as 10.0.0.0\/16, not '10.0.0\/24'/],
  ['an octet of 256', ['10.0.0.256/24', '1', '8'], /such as/],
  ['two gaps', ['1::2::/64', '1', '8'], /such as/],
  ['nine groups', ['1:2:3:4:5:6:7:8:9/64', '1', '8'], /such as/],
  ['a prefix of 33', ['10.0.0.0/33', '1', '8'], /such as/],
  ['a count of 257', ['10.0.0.0/16', '257', '8'], /1 to 256 blocks, not '257'/],
])('says what is wrong with %s', (_, [block, count, bits], why) => {
  expect(String(cidrsWithin(block, count, bits))).toMatch(why);
});

const four = fc.tuple(fc.ipV4(), fc.nat({ max: 31 }));
const six = fc
  .tuple(fc.ipV6(), fc.nat({ max: 127 }))
  // The mixed notation ::ffff:10.0.0.1 is not what a template holds.
  .filter(([address]) => !address.includes('.'));

test.each([
  ['IPv4', four, 32],
  ['IPv6', six, 128],
] as const)(
  '%s blocks are disjoint, inside, as many and as large as asked',
  (name, blocks, bits) => {
    fc.assert(
      fc.property(
        blocks,
        fc.nat(),
        fc.integer({ min: 1, max: 256 }),
        ([address, prefix], size, most) => {
          const host = 1 + (size % (bits - prefix));
          const count = Math.min(most, 2 ** (bits - prefix - host));
          const made = cidrsWithin(`${address}/${prefix}`, String(count), String(host)) as string[];
          expect(new Set(made).size).toBe(count);
          const family = name === 'IPv4' ? 'ipv4' : 'ipv6';
          const block = new BlockList();
          block.addSubnet(address, prefix, family);
          // Node's own parser is the judge: the first address of each is inside, and in none of the others.
          const firsts = made.map((each) => each.split('/')[0] ?? '');
          expect(firsts.every((each) => block.check(each, family))).toBe(true);
          expect(made.every((each) => each.endsWith(`/${bits - host}`))).toBe(true);
          const own = new BlockList();
          own.addSubnet(firsts[0] ?? '', bits - host, family);
          expect(firsts.filter((each) => own.check(each, family))).toEqual([firsts[0]]);
        },
      ),
      { numRuns: 300 },
    );
  },
);
