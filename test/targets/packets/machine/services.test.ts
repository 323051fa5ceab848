/** Services as systemd would keep them: started, watched, started again. */
import { bootOne, describeInNamespaces } from './machines.ts';

function unit(name: string, lines: readonly string[]): string {
  const whole = ['[Service]', ...lines, '[Install]', 'WantedBy=multi-user.target'];
  return `cat > /etc/systemd/system/${name}.service <<'UNIT'\n${whole.join('\n')}\nUNIT`;
}

function script(...lines: readonly string[]): string {
  return ['#!/bin/bash', ...lines, ''].join('\n');
}

describeInNamespaces('the services of a machine', () => {
  test('a unit that the user data wrote runs with its environment, folder and arguments', () => {
    const { log } = bootOne(
      script(
        'echo "FROM_FILE=two words" > /etc/app.env',
        'mkdir -p /opt/app',
        unit('app', [
          'Environment=ONE=1 "TWO=a b"',
          'EnvironmentFile=/etc/app.env',
          'EnvironmentFile=-/etc/absent.env',
          'WorkingDirectory=/opt/app',
          'ExecStartPre=/bin/sh -c "echo pre > pre.txt"',
          'ExecStartPre=-/bin/false',
          `ExecStart=/bin/sh -c 'printf "%%s|" "$@" > out.txt; pwd >> out.txt; exec sleep 99' x $ONE \${TWO} \${FROM_FILE} %N`,
          'ExecStartPost=/bin/sh -c "echo $MAINPID > post.txt"',
        ]),
        'systemctl enable --now app && echo enabled',
        'sleep 0.2; cat /opt/app/pre.txt /opt/app/out.txt',
        'systemctl is-active app; systemctl is-enabled app; [ -d /proc/$(cat /opt/app/post.txt) ] && echo alive',
      ),
    );
    expect(log).toContain('pre\n1|a b|two words|app|/opt/app\nactive\nenabled\nalive\n');
    expect(log).toContain('Created symlink');
  });

  const codes = [
    { asked: 'status of what runs', command: 'systemctl status sshd', code: 0 },
    { asked: 'status of what is stopped', command: 'systemctl status once', code: 3 },
    { asked: 'status of what nobody knows', command: 'systemctl status absent', code: 4 },
    { asked: 'is-active of what is stopped', command: 'systemctl is-active once', code: 3 },
    { asked: 'a start of what nobody knows', command: 'systemctl start absent', code: 5 },
    { asked: 'an enable of what nobody knows', command: 'systemctl enable absent', code: 1 },
    { asked: 'a start that fails', command: 'systemctl start fails', code: 1 },
    { asked: 'a start of what cannot be executed', command: 'systemctl start noexec', code: 1 },
    {
      asked: 'a start of what is masked',
      command: 'systemctl mask chronyd; systemctl start chronyd',
      code: 1,
    },
    { asked: 'the old command', command: 'service sshd restart', code: 0 },
  ];
  test('systemctl ends with the codes of systemd', () => {
    const { commands } = bootOne(
      script(
        unit('once', ['Type=oneshot', 'ExecStart=/bin/true']),
        unit('fails', ['Type=oneshot', 'ExecStart=/bin/false']),
        unit('noexec', ['ExecStart=/opt/absent']),
      ),
      codes.map(({ command }) => command),
    );
    const ended = codes.map((each, index) => ({ ...each, code: commands[index]?.code }));
    expect(ended).toEqual(codes);
  });

  test.each([
    { restart: 'always', ends: 'exit 0', starts: 3 },
    { restart: 'on-failure', ends: 'exit 3', starts: 3 },
    { restart: 'on-failure', ends: 'exit 0', starts: 1 },
    { restart: 'no', ends: 'exit 3', starts: 1 },
  ])('Restart=$restart after $ends: started $starts times', ({ restart, ends, starts }) => {
    const { log } = bootOne(
      script(
        unit('app', [
          `ExecStart=/bin/bash -c "echo >> /tmp/starts; [ $(wc -l < /tmp/starts) -lt 3 ] || exec sleep 99; ${ends}"`.replaceAll(
            '$',
            '$$$$',
          ),
          `Restart=${restart}`,
          'RestartSec=20ms',
        ]),
        'systemctl start app; sleep 0.5; echo "starts $(wc -l < /tmp/starts)"',
      ),
    );
    expect(log).toContain(`starts ${starts}\n`);
  });

  test('a service that ends at every start is given up after five', () => {
    const { services } = bootOne(
      script(
        unit('app', ['ExecStart=/bin/false', 'Restart=always', 'RestartSec=1ms']),
        'systemctl start app; sleep 0.4',
      ),
    );
    expect(services).toContainEqual({
      name: 'app.service',
      state: 'failed',
      result: 'start-limit-hit',
    });
  });

  test('stopping ends every process of a service, and what ignores it after its time', () => {
    const { commands } = bootOne(
      script(
        unit('app', [
          `ExecStart=/bin/bash -c "trap '' TERM; sleep 98 & while :; do sleep 97; done"`,
          'TimeoutStopSec=200ms',
        ]),
        'systemctl start app; sleep 0.2',
      ),
      ['pgrep -c sleep', 'systemctl stop app; pgrep -c sleep; systemctl is-active app'],
    );
    expect(commands.map(({ stdout }) => stdout)).toEqual(['2\n', '0\ninactive\n']);
  });

  test('a daemon that forks is found again and watched', () => {
    const { commands } = bootOne(
      script(
        unit('app', ['Type=forking', 'ExecStart=/bin/sh -c "sleep 99 & :"']),
        'systemctl start app',
      ),
      ['systemctl is-active app', 'pkill sleep; sleep 0.1; systemctl is-active app'],
    );
    expect(commands.map(({ stdout }) => stdout)).toEqual(['active\n', 'inactive\n']);
  });

  test('what a service says is in its journal, and its user is played by root', () => {
    const { commands, notes } = bootOne(
      script(
        unit('app', ['ExecStart=/bin/echo said', 'User=nobody']),
        'systemctl start app; sleep 0.1',
      ),
      ['journalctl -u app'],
    );
    expect(commands[0]?.stdout).toContain('said');
    expect(notes.join()).toContain('app.service asks for nobody');
  });
});
