/** `lab doctor` about the packet plane: one row by itself, each thing tried where it is asked for. */
import { run, text } from '../../lib/commands/doctor.ts';
import { doctorRows, summaryRow } from '../../lib/targets/packets/ground/ground.ts';
import { quietHost } from '../support/quiet-host.ts';
import { groundWith } from '../targets/packets/ground/support.ts';

test('a machine that has everything is told what was tried', () => {
  expect(doctorRows(groundWith({})).map(({ name, fine }) => [name, fine])).toEqual([
    ...['Linux', 'unshare', 'nsenter', 'nft', 'python3', 'calls into libc'].map((name) => [
      name,
      true,
    ]),
    ...['namespaces', 'veth pair', 'nft rule set'].map((name) => [name, true]),
  ]);
});

test('what is missing stands in its own row, with what to type', () => {
  const wrong = doctorRows(groundWith({ programs: { nft: undefined } })).filter(
    ({ fine }) => !fine,
  );
  expect(wrong).toEqual([
    {
      ...{ name: 'nft', for: 'target packets', fine: false },
      found: expect.stringContaining("needs 'nft'") as string,
      repair: 'sudo apt-get install nftables',
    },
  ]);
});

test('where namespaces are refused, what needs them was not tried and has no row', () => {
  const rows = doctorRows(groundWith({ words: 'unshare: it rains' }));
  expect(rows.map(({ name }) => name)).not.toContain('veth pair');
  expect(rows.at(-1)).toMatchObject({ name: 'namespaces', fine: false });
});

test('Linux lacks what another system cannot have: there nothing is to be repaired', () => {
  expect(summaryRow(groundWith({ platform: 'darwin' }))).toMatchObject({ fine: true, repair: '' });
  expect(summaryRow(groundWith({ programs: { nft: undefined } }))).toMatchObject({ fine: false });
});

test('doctor has the row, and says what stays outside the folder', async () => {
  const { data } = await run({ words: [], options: {} }, quietHost());
  expect(data.prerequisites.map((each) => each.for)).toContain('target packets');
  const outside = ['The system package nftables is outside this folder and stays: remove it'];
  expect(text({ ...data, outside })).toContain(outside[0]);
});
