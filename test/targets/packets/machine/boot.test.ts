/** The user data of a template, run unchanged: what it sees, how it ends, and where. */
import { bootOne, describeInNamespaces } from './machines.ts';

describeInNamespaces('the boot of a machine', () => {
  test('user data is run by the shell it names, as root, in /, before nobody else', () => {
    const { boot, log } = bootOne(
      '#!/bin/bash\nid -u; pwd; echo "${BASH_VERSION:+bash} $#"; hostname',
    );
    expect(boot).toMatchObject({ state: 'booted' });
    expect(log.split('\n').slice(0, 4)).toEqual(['0', '/', 'bash 0', 'i-1.ec2.internal']);
  });

  test('a machine without user data boots and does nothing', () => {
    expect(bootOne(undefined).boot).toMatchObject({ state: 'booted' });
  });

  describe('a boot that fails says with which code, on which line, and what stands there', () => {
    const cases = [
      {
        what: 'a command under set -e, in a function',
        text: '#!/bin/bash\nset -euo pipefail\nf() {\n  cat /absent\n}\nf\necho unreached\n',
        expected: { line: 4, text: 'cat /absent', code: 1 },
      },
      {
        what: 'an unknown command, for sh',
        text: '#!/bin/sh -e\ntrue\nfrobnicate --now\n',
        expected: { line: 3, text: 'frobnicate --now', code: 127 },
      },
      {
        what: 'its own exit, on a line of several commands',
        text: '#!/bin/bash\nif true; then exit 7; fi\n',
        expected: { line: 2, code: 7 },
      },
      {
        what: 'a syntax error',
        text: '#!/bin/bash\necho one\nfi\n',
        expected: { line: 3, text: 'fi', code: 2 },
      },
      {
        what: 'an unset variable',
        text: '#!/bin/bash\nset -u\ntrue\necho $absent\n',
        expected: { line: 4, text: 'echo $absent' },
      },
      {
        what: 'an exception of Python',
        text: '#!/usr/bin/python3\nimport os\nos.stat("/absent")\n',
        expected: { line: 3, text: 'os.stat("/absent")', code: 1 },
      },
      {
        what: 'a part of cloud-init that is not played',
        text: '#cloud-boothook\ntrue\n',
        expected: { text: 'not played: a boot hook; a script or a simple #cloud-config is' },
      },
    ];
    test.each(cases)('$what', ({ text, expected }) => {
      expect(bootOne(text).boot).toMatchObject({ state: 'failed', ...expected });
    });
  });

  test('a trace that the script asks for is in the log as ever, and no other is', () => {
    const asked = bootOne('#!/bin/bash -x\ntrue 1\n').log;
    expect(asked).toContain('+ true 1');
    const unasked = bootOne('#!/bin/bash\ntrue 1\nset -x\ntrue 2\n').log;
    expect(unasked).toContain('+ true 2');
    expect(unasked).not.toContain('true 1');
  });

  test('being watched leaves nothing in the environment of what a script starts', () => {
    const { log } = bootOne(
      '#!/bin/bash\nenv -0 | tr "\\0" "\\n" | cut -d= -f1 | sort | tr "\\n" " "; echo\n',
    );
    expect(log.split('\n')[0]).toBe('LANG PATH PWD SHLVL _ ');
  });

  test('a command that nobody has is noted, also where the script goes on', () => {
    const { boot, notes } = bootOne('#!/bin/bash\nfrobnicate\ntrue\n');
    expect(boot.state).toBe('booted');
    expect(notes).toEqual(['line 2: frobnicate: command not found']);
  });

  test('a simple #cloud-config is played: files, then commands', () => {
    const config = [
      '#cloud-config',
      'runcmd:',
      '  - cat /opt/a > /opt/b',
      '  - [touch, "/opt/with space"]',
      'write_files:',
      '  - { path: /opt/a, content: hello, permissions: "0600" }',
    ].join('\n');
    const { commands } = bootOne(config, ['cat /opt/b; stat -c %a /opt/a; ls /opt']);
    expect(commands[0]?.stdout).toBe('hello600\na\nb\nwith space\n');
  });

  test('Node is no command before a package brings it', () => {
    const { commands } = bootOne(undefined, ['command -v node', '/usr/bin/python3 -c "print(1)"']);
    expect(commands.map(({ code }) => code)).toEqual([1, 0]);
  });
});
