/** Processes on a host, stopped and made to answer otherwise through Systems Manager, played. */
import type { Disturbance } from '../../../../../lib/capabilities.ts';
import { withAws, type PlayedAnswers } from '../../../../support/aws-stub.ts';
import { disturbing, host } from './disturbing.ts';

const stopping = (process: string): Disturbance => ({ kind: 'stop', of: 'Web', process });

/** Commands on the host, and how they ended: by the first word in them that is known. */
function shell(codes: Readonly<Record<string, number>> = {}): PlayedAnswers & { ran: string[] } {
  const ran: string[] = [];
  return Object.assign(
    {
      ...host(),
      'ssm.DescribeInstanceInformation': { InstanceInformationList: [{ PingStatus: 'Online' }] },
      'ssm.SendCommand': ({ Parameters }: Readonly<Record<string, unknown>>) => {
        ran.push((Parameters as { commands: string[] }).commands.join('; '));
        return { Command: { CommandId: String(ran.length) } };
      },
      'ssm.GetCommandInvocation': () => {
        const code = Object.entries(codes).find(([word]) => ran.at(-1)?.includes(word))?.[1] ?? 0;
        return { Status: code === 0 ? 'Success' : 'Failed', ResponseCode: code };
      },
    },
    { ran },
  ) as unknown as PlayedAnswers & { ran: string[] };
}

test('a process is stopped and started by its unit', async () => {
  const { ran, ...answers } = shell();
  await withAws(answers, async (stub) => {
    await disturbing({ stub }, stopping('httpd'), () => Promise.resolve());

    expect(ran).toEqual([
      'systemctl is-active --quiet -- httpd',
      'set -e; systemctl stop -- httpd',
      'set -e; systemctl start -- httpd',
    ]);
  });
});

test('httpd answers a path otherwise until its configuration is removed', async () => {
  const { ran, ...answers } = shell();
  await withAws(answers, async (stub) => {
    const broken: Disturbance = { kind: 'answer', of: 'Web', path: '/', status: 500 };
    await disturbing({ stub }, broken, () => Promise.resolve());

    expect(ran[1]).toContain("'RedirectMatch 500 ^/$' > /etc/httpd/conf.d/zz-lab-answer.conf");
    expect(ran[2]).toBe(
      'set -e; rm -f /etc/httpd/conf.d/zz-lab-answer.conf; systemctl reload httpd',
    );
  });
});

test.each([
  [stopping('httpd'), /no httpd runs on Web/],
  [stopping('$(reboot)'), /is no name of a unit/],
  [{ kind: 'answer', of: 'Web', path: "/'; reboot", status: 500 }, /cannot be made to answer/],
  [{ kind: 'answer', of: 'Web', path: '/', status: 500 }, /Web runs none/],
] as const)('refuses %j on a host that has no such process', async (disturbance, says) => {
  const { ran, ...answers } = shell({ 'is-active': 3 });
  await withAws(answers, async (stub) => {
    await expect(disturbing({ stub }, disturbance, jest.fn())).rejects.toThrow(says);
    expect(ran.filter((each) => !each.includes('is-active'))).toEqual([]);
  });
});
