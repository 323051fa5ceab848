/** The kernel's own account of where a packet went. */
import type { TraceEvent } from '../../../../lib/targets/packets/kernel/trace/event.ts';
import { traceEventOf } from '../../../../lib/targets/packets/kernel/trace/event.ts';
import { hopsOf } from '../../../../lib/targets/packets/kernel/trace/hops.ts';
import { packetOf } from '../../../../lib/targets/packets/kernel/trace/packet.ts';
import { commentsIn } from '../../../../lib/targets/packets/kernel/trace/tracer.ts';
import { attribute } from '../../../../lib/targets/packets/kernel/netlink/message.ts';
import { namespaced } from './namespaced.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const syn = {
  network: bytes('4500003c6d2a40004006b68e0a0001020a000202'),
  transport: bytes('801e005053d1be9800000000a002faf017320000'),
};

test('a message about a rule has the rule, the verdict and the packet', () => {
  const values: [number, Buffer][] = [
    [1, Buffer.from('lab\0')],
    [2, Buffer.from('fw_all\0')],
    [3, bytes('0000000000000007')],
    [5, bytes('0800010000000000')],
    [6, bytes('11c44bc9')],
    [8, syn.network],
    [9, syn.transport],
    [10, bytes('00000065')],
  ];
  const body = Buffer.concat([Buffer.alloc(4), ...values.map((each) => attribute(...each))]);
  expect(traceEventOf({ type: 0xa11, flags: 0, sequence: 0, body })).toEqual({
    ...{ id: 0x11c44bc9, table: 'lab', chain: 'fw_all', handle: 7, verdict: 'drop' },
    startsHere: false,
    packet: {
      protocol: 'tcp',
      from: { address: '10.0.1.2', port: 32798 },
      to: { address: '10.0.2.2', port: 80 },
      ...{ hopLimit: 64, mark: `tcp 1406254744`, isAnswer: false },
    },
  });
});

test('of the end of a base chain the policy is the verdict', () => {
  const body = Buffer.concat([Buffer.alloc(4), attribute(16, bytes('00000000'))]);
  const event = traceEventOf({ type: 0xa11, flags: 0, sequence: 0, body });
  expect(event).toMatchObject({ verdict: 'drop', startsHere: true });
  expect(event).not.toHaveProperty('handle');
});

test('other messages of nf_tables are none of a trace', () => {
  expect(traceEventOf({ type: 0xa10, flags: 0, sequence: 0, body: Buffer.alloc(4) })).toBe(
    undefined,
  );
});

test('an answer has the mark of what it answers', () => {
  const answer = Buffer.from(syn.transport);
  answer.writeUInt32BE(0x53d1be99, 8);
  answer[13] = 0x12;
  expect(packetOf(syn.network, answer)).toMatchObject({
    mark: `tcp 1406254744`,
    isAnswer: true,
  });
});

test('half a header is no packet', () => {
  expect(packetOf(syn.network.subarray(0, 12), syn.transport)).toBe(undefined);
});

test('hops stand in the order of the way, however they were read, and each once', () => {
  const event = (hopLimit: number, id: number, more: Partial<TraceEvent> = {}): TraceEvent => {
    const network = Buffer.from(syn.network);
    network[8] = hopLimit;
    const packet = packetOf(network, syn.transport)!;
    return {
      ...{ id, table: 'lab', chain: 'tr_all', verdict: 'continue', startsHere: false, packet },
      ...more,
    };
  };
  const flow = {
    protocol: 'tcp',
    from: { address: '10.0.1.2', port: 32798 },
    to: { address: '10.0.2.2', port: 0 },
  } as const;
  const drop = { chain: 'fw_all', verdict: 'drop', handle: 3 } as const;
  const hops = hopsOf(flow, [
    {
      node: 'second',
      events: [event(63, 4), event(62, 4, drop), event(63, 5), event(62, 5, drop)],
    },
    { node: 'first', events: [event(64, 1), event(63, 1)] },
    { node: 'sender', events: [event(64, 9, { startsHere: true })] },
  ]);
  expect(hops.map(({ node, verdict, by }) => [node, verdict, by.chain])).toEqual([
    ['sender', 'passed', 'tr_all'],
    ['first', 'passed', 'tr_all'],
    ['second', 'dropped', 'fw_all'],
  ]);
});

test('comments are known by table, chain and handle', () => {
  const rule = { table: 'lab', chain: 'c', handle: 4, comment: 'deny 9' };
  const json = JSON.stringify({ nftables: [{ metainfo: {} }, { rule }] });
  expect(commentsIn(json)).toEqual(new Map([['["lab","c",4]', 'deny 9']]));
});

namespaced('the rule that dropped a packet is known by its comment', 'trace', (out) => {
  const { told, forgotten } = out as {
    readonly told: Readonly<Record<string, readonly string[]>>;
    readonly forgotten: readonly unknown[];
  };
  const passed = (from: string, seen: string, to: string): readonly string[] => [
    `out router passed nat_out from ${from}`,
    `out right passed tr_all from ${seen}`,
    `back router passed established from ${to}`,
  ];
  for (const { from, seen, to } of [
    { from: '10.0.1.2', seen: '10.0.0.1', to: '10.0.2.2' },
    { from: 'fd00:1::2', seen: 'fd00:1::2', to: 'fd00:2::2' },
  ]) {
    for (const protocol of ['tcp', 'udp']) {
      expect(told[`${protocol} ${to} 80`]).toEqual(passed(from, seen, to));
      expect(told[`${protocol} ${to} 9`]).toEqual([`out router dropped deny 9 from ${from}`]);
      expect(told[`${protocol} ${to} 10`]).toEqual([`out router dropped fw_all from ${from}`]);
    }
    expect(told[`icmp ${to} 0`]).toEqual(passed(from, seen, to));
  }
  expect(forgotten).toEqual([]);
});
