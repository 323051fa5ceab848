/** What a person is told after a lab came up on an emulator. */
import { placeOf } from '../../template/places.ts';
import type { UpSummary } from '../target.ts';
import type { EmulatorAdapter } from './adapter.ts';
import { isOurs, type Notes } from './notes.ts';

export function summaryOf(adapter: EmulatorAdapter, notes: Notes): UpSummary {
  const { deployed, endpoint, users } = notes;
  // A bucket answers too, but nobody calls it by hand.
  const places = deployed.filter(({ type }) => type !== 'AWS::S3::Bucket');
  const addresses = places.flatMap((each) => {
    const address = adapter.addressOf(each, deployed, endpoint);
    return address === undefined ? [] : [[placeOf(each), address.url] as const];
  });
  const websites = Object.entries(notes.outputs).flatMap(([name, value]) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const host = url && adapter.addressFor(url, deployed, endpoint)?.host;
    return host === undefined ? [] : [[name, `http://${host}`] as const];
  });
  return {
    addresses: Object.fromEntries([...addresses, ...websites]),
    users: users.map(({ name }) => name),
    preflight: notes.preflight,
    deployedMilliseconds: notes.deployedMilliseconds,
    closing: isOurs(notes)
      ? 'Listens on 127.0.0.1 only; your AWS credentials were not read.'
      : `At ${endpoint}, which ran already; your AWS credentials were not read.`,
  };
}
