/** What runs on a host of the lab: stopped and started as systemd has it, and made to answer otherwise. */
import type { Place } from '../../../../capabilities.ts';
import { Unavailable } from '../../../../errors.ts';
import { hostsAt, type HostOnAws } from '../hosts.ts';
import { untiring, type LiveLab } from '../live-lab.ts';
import type { Repairs } from './repairs.ts';
import { runOn } from '../shell.ts';

interface OnHost {
  readonly host: HostOnAws;
  readonly process: string;
  readonly repairs: Repairs;
}

/** @throws Unavailable where no such unit runs there */
export async function stopProcess(lab: LiveLab, { host, process, repairs }: OnHost): Promise<void> {
  if (!/^[\w@.:-]+$/.test(process)) throw new Unavailable(`'${process}' is no name of a unit`);
  const active = await runOn(lab, host, [`systemctl is-active --quiet -- ${process}`]);
  if (active.code !== 0) throw new Unavailable(`no ${process} runs on ${host.place}`);
  repairs.add(`systemctl start ${process} on ${host.id}`, () =>
    startedAgain(untiring(lab), host, process),
  );
  await done(lab, host, [`systemctl stop -- ${process}`]);
}

export async function startedAgain(lab: LiveLab, host: HostOnAws, process: string): Promise<void> {
  await done(lab, host, [`systemctl start -- ${process}`]);
}

interface Answering {
  readonly of: Place;
  readonly path: string;
  readonly status: number;
  readonly repairs: Repairs;
}

const configuration = '/etc/httpd/conf.d/zz-lab-answer.conf';

/**
 * Apache answers this path with this status; other servers are not known here.
 * @throws Unavailable
 */
export async function answerOtherwise(
  lab: LiveLab,
  { of, path, status, repairs }: Answering,
): Promise<void> {
  if (!/^\/[\w./-]*$/.test(path) || !Number.isInteger(status))
    throw new Unavailable(`${path} cannot be made to answer ${status}`);
  const hosts = await hostsAt(lab, of);
  if (hosts.length === 0) throw new Unavailable(`there is no host at ${of} now`);
  for (const host of hosts) {
    const active = await runOn(lab, host, ['systemctl is-active --quiet httpd']);
    if (active.code !== 0)
      throw new Unavailable(
        `on AWS only an httpd is made to answer otherwise, and ${of} runs none`,
      );
  }
  const pattern = `^${path.replaceAll('.', '\\.')}$`;
  for (const host of hosts) {
    repairs.add(`remove ${configuration} on ${host.id} and reload httpd`, () =>
      done(untiring(lab), host, [`rm -f ${configuration}`, 'systemctl reload httpd']),
    );
    await done(lab, host, [
      `printf '%s\\n' 'RedirectMatch ${status} ${pattern}' > ${configuration}`,
      'httpd -t && systemctl reload httpd',
    ]);
  }
}

/** @throws Unavailable where the commands did not end well */
async function done(lab: LiveLab, host: HostOnAws, commands: readonly string[]): Promise<void> {
  const { code, output } = await runOn(lab, host, ['set -e', ...commands]);
  if (code !== 0)
    throw new Unavailable(
      `'${commands.join('; ')}' on ${host.id} ended with ${code}: ${output.trim().slice(0, 200)}`,
    );
}
