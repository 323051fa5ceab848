/** A network gets its addresses, and what has one keeps it. */
import { addressText } from '../../../../lib/network/blocks.ts';
import type { Network } from '../../../../lib/network/network.ts';
import { Settler, type Settled } from '../../../../lib/targets/packets/settle/settle.ts';
import { randomNetwork } from '../../../network/random/network.ts';

/** One in which the template says no addresses, and everything else. */
function network(): Network {
  const base = randomNetwork(2);
  const interfaces = new Map(
    [...base.interfaces].map(([id, face]) => [id, { ...face, address4: undefined }]),
  );
  const nats = new Map([...base.nats].map(([id, nat]) => [id, { ...nat, address4: undefined }]));
  return { ...base, interfaces, nats };
}

function without({ interfaces, ...rest }: Network, gone: string): Network {
  return { ...rest, interfaces: new Map([...interfaces].filter(([id]) => id !== gone)) };
}

function addressesIn({ network: { interfaces } }: Settled, subnet: string): readonly string[] {
  return [...interfaces.values()].flatMap((face) =>
    face.subnet === subnet && face.address4 !== undefined
      ? addressText({ family: 4, value: face.address4 })
      : [],
  );
}

test('hosts of a subnet get its tenth address and those after, in order', () => {
  expect(addressesIn(new Settler().settle(network()), 'A0').slice(0, 2)).toEqual([
    '10.0.0.10',
    '10.0.0.11',
  ]);
});

test('whoever stays keeps its address, and what has become free is not given to the next', () => {
  const settler = new Settler();
  const all = settler.settle(network());
  const [first = ''] = [...all.network.interfaces.values()]
    .filter(({ subnet }) => subnet === 'A0')
    .map(({ id }) => id);
  const fewer = settler.settle(without(network(), first));
  for (const [id, face] of fewer.network.interfaces)
    expect(face.address4).toBe(all.network.interfaces.get(id)?.address4);
  const back = settler.settle(network()).network.interfaces.get(first);
  expect(back?.address4).not.toBe(all.network.interfaces.get(first)?.address4);
});

test('no two have the same address, and public ones are of a range of their own', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { network: settled, public4 } = new Settler().settle(randomNetwork(seed));
    const own = [...settled.interfaces.values(), ...settled.nats.values()].flatMap(
      ({ address4 }) => (address4 === undefined ? [] : [address4]),
    );
    expect(new Set(own).size).toBe(own.length);
    for (const value of public4.values())
      expect(addressText({ family: 4, value })).toMatch(/^198\.51\.100\./);
  }
});

test('a VPC whose block nobody knows has those of its subnets, and a local route to each of them', () => {
  const base = network();
  const vpc = base.vpcs.get('A');
  if (vpc === undefined) throw new Error('the network has no VPC A');
  const open = { ...vpc, blocks: [{ unknown: 'an imported VPC' }] };
  const { network: settled } = new Settler().settle({ ...base, vpcs: new Map([['A', open]]) });
  const found = settled.vpcs.get('A')?.blocks ?? [];
  expect(found.length).toBeGreaterThan(0);
  expect(found.some((each) => 'unknown' in each)).toBe(false);
});
