/** Netlink messages as bytes. */
import { answersIn } from '../../../../../lib/targets/packets/kernel/netlink/answers.ts';
import {
  attribute,
  attributesIn,
  encoded,
  messagesIn,
  nested,
  text,
  u32,
} from '../../../../../lib/targets/packets/kernel/netlink/message.ts';
import fc from '../../../../support/fast-check.ts';

const someBytes = fc.uint8Array({ maxLength: 40 }).map((each) => Buffer.from(each));

test('messages sent in one go are read one by one', () => {
  const request = fc.record({
    type: fc.nat(0xffff),
    flags: fc.nat(0xffff),
    body: someBytes,
    about: fc.constant(''),
  });
  fc.assert(
    fc.property(fc.array(request), (requests) => {
      const bytes = Buffer.concat(requests.map((each, index) => encoded(each, index + 7)));
      expect([...messagesIn(bytes)]).toEqual(
        requests.map(({ type, flags, body }, index) => ({
          ...{ type, flags, body },
          sequence: index + 7,
        })),
      );
    }),
  );
});

test('attributes are read by type, nested ones too', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.nat(0x3fff).map(String), someBytes), (values) => {
      const all = Object.entries(values);
      const bytes = all.map(([type, value]) => attribute(Number(type), value));
      const inner = attributesIn(nested(9, ...bytes).subarray(4));
      expect(new Map(inner)).toEqual(new Map(all.map(([type, value]) => [Number(type), value])));
    }),
  );
});

test('an attribute is padded to four bytes, which its length does not count', () => {
  expect(attribute(3, text('eth0')).toString('hex')).toBe('090003006574683000000000');
});

test('half a message is not read', () => {
  const whole = encoded({ type: 1, flags: 0, body: u32(5), about: '' }, 1);
  expect([...messagesIn(whole.subarray(0, -1))]).toEqual([]);
});

test.each([
  { says: 'capped', flags: 0x300, repeated: Buffer.alloc(16) },
  { says: 'with the request repeated', flags: 0x200, repeated: repeatedRequest() },
])("a refusal, $says, has errno and the kernel's words", ({ flags, repeated }) => {
  const body = Buffer.concat([errno(-22), repeated, attribute(1, text('Invalid prefix'))]);
  const bytes = encoded({ type: 2, flags, body, about: '' }, 4);
  expect(answersIn(bytes)).toEqual([{ sequence: 4, errno: 22, words: 'Invalid prefix' }]);
});

test('an acknowledgement has neither', () => {
  const body = Buffer.concat([errno(0), Buffer.alloc(16)]);
  const bytes = encoded({ type: 2, flags: 0x100, body, about: '' }, 4);
  expect(answersIn(bytes)).toEqual([{ sequence: 4, errno: 0, words: undefined }]);
});

function errno(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function repeatedRequest(): Buffer {
  return encoded({ type: 24, flags: 5, body: Buffer.alloc(13), about: '' }, 4);
}
