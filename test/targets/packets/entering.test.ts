/** An instance is called by its name or its id; members of a group by their ids. */
import { instanceCalled } from '../../../lib/targets/packets/entering.ts';

const hosts = [
  { name: 'Lab/Bastion', instanceId: 'i-1' },
  { name: 'Lab/Fleet', instanceId: 'i-2' },
  { name: 'Lab/Fleet', instanceId: 'i-3' },
] as unknown as Parameters<typeof instanceCalled>[2];

test.each([
  { place: 'Bastion', instanceId: 'i-1' },
  { place: 'i-3', instanceId: 'i-3' },
])('$place is $instanceId', ({ place, instanceId }) => {
  expect(instanceCalled('fake', place, hosts)).toMatchObject({ instanceId });
});

test('a group with two members asks which', () => {
  expect(() => instanceCalled('fake', 'Fleet', hosts)).toThrow(
    expect.objectContaining({
      ...{ code: 'WhichInstance', next: 'there are: i-2, i-3' },
    }) as Error,
  );
});
