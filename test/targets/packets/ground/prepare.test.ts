/** What is missing is installed where that is all it takes, by who may, after a question. */
import type { Host } from '../../../../lib/output/host.ts';
import type { Step } from '../../../../lib/targets/installing/steps.ts';
import { prepare, type Machine } from '../../../../lib/targets/packets/ground/prepare.ts';
import { quietHost } from '../../../support/quiet-host.ts';
import { groundWith, type Seen } from './support.ts';

interface Told {
  readonly seen: Seen;
  /** After an installation. */
  readonly then?: Seen;
  readonly maySudo?: boolean;
  readonly says?: boolean;
}

/** A machine that does nothing, and what it was asked to. */
function machineOf({ seen, then = {}, maySudo = false, says = true }: Told) {
  const ran: string[] = [];
  const noted: string[] = [];
  const asked: string[] = [];
  const host: Host = {
    ...quietHost(),
    confirm: (question) => {
      asked.push(question);
      return Promise.resolve(says);
    },
  };
  const run = ({ command, words }: Step): Promise<void> => {
    ran.push([command, ...words].join(' '));
    return Promise.resolve();
  };
  const machine: Machine = {
    ground: () => groundWith(seen),
    lookAgain: () => groundWith(then),
    maySudo: () => maySudo,
    steps: () => ({ run, stop: () => undefined }),
    note: (packages) => {
      noted.push(...packages.map(({ remove }) => remove));
    },
  };
  return { host, machine, ran, noted, asked };
}

const noNft: Seen = { programs: { nft: undefined } };
const install = 'apt-get -q install -y --no-install-recommends nftables';

test('a machine that has everything is asked nothing', async () => {
  const { host, machine, asked, ran } = machineOf({ seen: {} });
  await prepare(host, machine);
  expect({ asked, ran }).toEqual({ asked: [], ran: [] });
});

test('root installs after a question, and what is outside the folder is noted', async () => {
  const { host, machine, asked, ran, noted } = machineOf({ seen: { ...noNft, isRoot: true } });
  await prepare(host, machine);
  expect({ asked, ran, noted }).toEqual({
    asked: [expect.stringContaining('nftables, which is a package of your system')],
    ran: ['apt-get -q update', install],
    noted: ['apt-get remove nftables'],
  });
});

test('an ordinary user installs by a sudo that asks for no password', async () => {
  const { host, machine, ran, noted } = machineOf({ seen: noNft, maySudo: true });
  await prepare(host, machine);
  expect(ran.at(-1)).toBe(`sudo -n env DEBIAN_FRONTEND=noninteractive ${install}`);
  expect(noted).toEqual(['sudo apt-get remove nftables']);
});

const line = { next: 'sudo apt-get install nftables' };
test.each([
  { says: 'who may not become root', told: { seen: noNft }, refusal: line },
  {
    says: 'who says no',
    told: { seen: { ...noNft, isRoot: true }, says: false },
    refusal: { next: 'apt-get install nftables' },
  },
  {
    says: 'another family',
    told: { seen: { ...noNft, isRoot: true, release: 'ID=fedora\n' } },
    refusal: { next: 'dnf install nftables' },
  },
  {
    says: 'who lacks what no package brings: that is told first',
    told: { seen: { ...noNft, isRoot: true, words: 'unshare: unshare failed: Invalid argument' } },
    refusal: { message: expect.stringContaining('without user namespaces') as string },
  },
])('$says is given the repair, and nothing is installed', async ({ told, refusal }) => {
  const { host, machine, ran } = machineOf(told);
  await expect(prepare(host, machine)).rejects.toMatchObject({ code: 'NoGround', ...refusal });
  expect(ran).toEqual([]);
});

test('what is still wrong after the installation is refused', async () => {
  const then: Seen = { rules: 'Protocol not supported' };
  const { host, machine } = machineOf({ seen: { ...noNft, isRoot: true }, then });
  await expect(prepare(host, machine)).rejects.toMatchObject({
    message: expect.stringContaining('Protocol not supported') as string,
  });
});
