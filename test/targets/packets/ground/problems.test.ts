/** Of what is seen on a machine: the one thing that is wrong, and exactly what to type. */
import { missingOf } from './support.ts';

test('a machine that has everything lacks nothing', () => {
  expect(missingOf({})).toEqual([]);
});

test.each([
  {
    says: 'macOS is told of WSL2, the container that ships, and the model',
    seen: { platform: 'darwin' } as const,
    why: /this is macOS/,
    repair: /WSL2.*\.devcontainer.*--on model/,
  },
  {
    says: 'Debian: nft by apt-get, as root without sudo',
    seen: { programs: { nft: undefined }, isRoot: true },
    why: /'nft'/,
    repair: /^apt-get install nftables$/,
  },
  {
    says: 'an ordinary user has sudo',
    seen: { programs: { nft: undefined } },
    why: /'nft'/,
    repair: /^sudo apt-get install nftables$/,
  },
  {
    says: 'Mint is like Ubuntu, which is like Debian',
    seen: { release: 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', programs: { nft: undefined } },
    why: /'nft'/,
    repair: /^sudo apt-get install nftables$/,
  },
  {
    says: 'Fedora',
    seen: { release: 'ID=fedora\n', programs: { nft: undefined } },
    why: /'nft'/,
    repair: /^sudo dnf install nftables$/,
  },
  {
    says: 'Arch calls its Python python',
    seen: { release: 'ID=arch\n', programs: { python3: undefined } },
    why: /\/usr\/bin\/python3/,
    repair: /^sudo pacman -S python$/,
  },
  {
    says: 'Alpine',
    seen: { release: 'ID=alpine\n', programs: { nft: undefined } },
    why: /'nft'/,
    repair: /^sudo apk add nftables$/,
  },
  {
    says: 'a distribution that nobody knows is told the names',
    seen: { release: 'ID=slackware\n', programs: { nft: undefined } },
    why: /'nft'/,
    repair: /^install nftables with your system's package manager$/,
  },
  {
    says: 'AppArmor by the words of a namespace that may do nothing',
    seen: {
      words: 'unshare: write failed /proc/self/uid_map: Operation not permitted',
      settings: { 'kernel/apparmor_restrict_unprivileged_userns': '1' },
    },
    why: /AppArmor/,
    repair: /sudo sysctl -w kernel\.apparmor_restrict_unprivileged_userns=0/,
  },
  {
    says: "Debian's own setting",
    seen: {
      words: 'unshare: unshare failed: Operation not permitted',
      settings: { 'kernel/unprivileged_userns_clone': '0' },
    },
    why: /unprivileged_userns_clone is 0/,
    repair: /sudo sysctl -w kernel\.unprivileged_userns_clone=1/,
  },
  {
    says: 'seccomp in a container, whatever AppArmor does outside',
    seen: {
      words: 'unshare: unshare failed: Operation not permitted',
      settings: { 'kernel/apparmor_restrict_unprivileged_userns': '1' },
      isContainer: true,
    },
    why: /seccomp/,
    repair: /seccomp=unconfined.*apparmor=unconfined.*systempaths=unconfined.*--privileged/,
  },
  {
    says: 'a filter of whoever started this, container or not',
    seen: { words: 'unshare: unshare failed: Operation not permitted', isFiltered: true },
    why: /seccomp/,
    repair: /seccomp=unconfined/,
  },
  {
    says: 'a kernel without user namespaces',
    seen: { words: 'unshare: unshare failed: Invalid argument' },
    why: /built without user namespaces/,
    repair: /CONFIG_USER_NS/,
  },
  {
    says: 'what nobody knows is quoted',
    seen: { words: 'unshare: it rains' },
    why: /refused here: unshare: it rains/,
    repair: /--on model/,
  },
  {
    says: 'no veth in this kernel',
    seen: { veth: 'Unknown device type (errno 95)' },
    why: /Unknown device type/,
    repair: /^sudo modprobe veth$/,
  },
  {
    says: 'nf_tables is loaded on the machine around the container',
    seen: { rules: 'Protocol not supported', isContainer: true },
    why: /Protocol not supported/,
    repair: /modprobe -a nf_tables .*on the machine that the container runs on/,
  },
  {
    says: 'koffi is not built for this processor',
    seen: { libc: 'Cannot find the native Koffi module' },
    why: /koffi.*Cannot find/,
    repair: /npm ci/,
  },
])('$says', ({ seen, why, repair }) => {
  expect(missingOf(seen)).toMatchObject([
    { why: expect.stringMatching(why) as string, repair: expect.stringMatching(repair) as string },
  ]);
});

test('of several programs that are missing each has its row, and all of them one command', () => {
  const missing = missingOf({ programs: { nft: undefined, nsenter: undefined } });
  expect(missing.map(({ what }) => what)).toEqual(['nsenter', 'nft']);
  expect(new Set(missing.map(({ repair }) => repair))).toEqual(
    new Set(['sudo apt-get install util-linux nftables']),
  );
});
