/** Commands of Amazon Linux that are played: what they need of the network, and what is there afterwards. */
import { bootOne, describeInNamespaces } from './machines.ts';

/** A mirror and an S3 on the machine's own loopback: real packets, and no other machine. */
const outside = `#!/bin/bash
mkdir -p /srv/packages /srv/bucket/deep
for each in httpd nginx nodejs20 htop redis6; do touch /srv/packages/$each; done
echo content > /srv/bucket/deep/file
( cd /srv && exec python3 -m http.server 8000 --bind 127.0.0.1 > /dev/null 2>&1 ) &
for try in {1..100}; do (: < /dev/tcp/127.0.0.1/8000) 2> /dev/null && break; sleep 0.05; done
`;

const get = `python3 -c "import urllib.request, sys; print(urllib.request.urlopen(sys.argv[1]).read().decode())"`;

describeInNamespaces('commands that are played', () => {
  test('dnf install fails as dnf does where no packet reaches the mirror', () => {
    const { boot, log } = bootOne('#!/bin/bash -e\ndnf install -y httpd\n');
    expect(boot).toMatchObject({ state: 'failed', line: 2, code: 1 });
    expect(log).toContain("Failed to download metadata for repo 'amazonlinux'");
    expect(log).not.toContain('Installed');
  });

  test('a web server serves what is written into its document root', () => {
    const page = 'echo hello > /var/www/html/index.html';
    const { log } = bootOne(
      `${outside}set -e\ndnf install -y httpd\n${page}\nsystemctl enable --now httpd\nsleep 0.3\n${get} http://127.0.0.1/\n`,
    );
    expect(log).toMatch(/^hello$/m);
  });

  test('so does nginx, on the port of its configuration', () => {
    const configured = 'sed -i "s/80;/8081;/" /etc/nginx/nginx.conf';
    const page = 'echo hello > /usr/share/nginx/html/index.html';
    const { log } = bootOne(
      `${outside}set -e\nyum -y install nginx\n${configured}\n${page}\nsystemctl start nginx\nsleep 0.5\n${get} http://127.0.0.1:8081/\n`,
    );
    expect(log).toMatch(/^hello$/m);
  });

  test('Node is there once it is installed, by either path', () => {
    const { log } = bootOne(
      `${outside}command -v node\ndnf -y install nodejs20\nnode -p 6*7; /usr/bin/node -p 6*7\n`,
    );
    expect(log).toMatch(/^42\n42$/m);
  });

  test('a package that the mirror does not have is no match', () => {
    const { boot, log } = bootOne(`${outside}set -e\ndnf install -y frobnicator\n`);
    expect(boot).toMatchObject({ state: 'failed', text: 'dnf install -y frobnicator' });
    expect(log).toContain('Unable to find a match: frobnicator');
  });

  test('a package that brings nothing to look at is noted', () => {
    const { boot, notes, log } = bootOne(`${outside}set -e\ndnf install -y htop\n`);
    expect(boot.state).toBe('booted');
    expect(notes).toEqual(['htop is installed in name only']);
    expect(log).toContain('lab kit: htop is installed in name only');
  });

  test('aws s3 brings files by HTTP, and nothing that is not there', () => {
    const { commands } = bootOne(outside, [
      'aws s3 cp s3://bucket/deep/file /opt/ && cat /opt/file',
      'aws s3 cp s3://bucket/deep/file -',
      'aws s3 cp s3://bucket/absent /opt/absent',
      'aws ec2 describe-instances',
    ]);
    expect(commands.map(({ code }) => code)).toEqual([0, 0, 1, 1]);
    expect(commands[0]?.stdout).toContain('content');
    expect(commands[1]?.stdout).toBe('content\n');
    expect(commands[2]?.stderr).toContain('An error occurred (404)');
    expect(commands[3]?.stderr).toContain('nothing else of the AWS CLI');
  });

  test('other users are root by another name', () => {
    const { boot, log } = bootOne(
      [
        '#!/bin/bash -e',
        'useradd -r -s /sbin/nologin app',
        'mkdir /opt/app; chown -R app:app /opt/app; install -o app -g app /dev/null /opt/app/file',
        'sudo -u app touch /opt/app/by-sudo; su - app -c "touch /opt/app/by-su"',
        'runuser -u app -- ls /opt/app',
        'usermod -aG docker ec2-user; hostnamectl set-hostname web; hostname; cfn-signal -e 0',
        'chown app /opt/absent',
      ].join('\n'),
    );
    expect(boot).toMatchObject({ state: 'failed', line: 7 });
    expect(log).toContain('by-su\nby-sudo\nfile\nweb\n');
  });
});
