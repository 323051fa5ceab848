/** What hosts do when they boot: the SSH service made strict, and the web app. No boot needs the network. */
import { readFileSync } from 'node:fs';
import { sourceFile } from '../../lib/root.ts';

/** One shell script of these parts. */
export function userData(...parts: readonly string[]): string {
  return ['#!/bin/sh', 'set -eu', ...parts].join('\n');
}

/**
 * No password, no root, no agent left behind on the way; a line that went dead is cut after 15 minutes (three
 * questions, five minutes apart), and so is a shell in which nobody types.
 */
export const strictSsh = `cat > /etc/ssh/sshd_config.d/10-strict.conf <<'SSHD'
PasswordAuthentication no
PermitRootLogin no
AllowAgentForwarding no
X11Forwarding no
ClientAliveInterval 300
ClientAliveCountMax 3
SSHD
echo 'readonly TMOUT=900' > /etc/profile.d/idle.sh
systemctl restart sshd
`;

/** Writes the app, a service for it, and starts it on this port. The image has Python. */
export function webApp(port: number): string {
  const app = readFileSync(sourceFile(new URL('./web-app.py', import.meta.url)), 'utf8');
  return `mkdir -p /opt/web-app
cat > /opt/web-app/app.py <<'APP'
${app.trimEnd()}
APP
cat > /etc/systemd/system/web-app.service <<'UNIT'
[Unit]
Description=Web app of the lab
After=network.target

[Service]
ExecStart=/usr/bin/python3 /opt/web-app/app.py ${port}
User=nobody

[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable --now web-app
`;
}
