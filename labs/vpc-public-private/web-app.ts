/** The web app as user data. */
import { readFileSync } from 'node:fs';
import { sourceFile } from '../../lib/root.ts';

/**
 * A shell script that writes the app, a service for it, and starts it on this port. The image has Python, so no boot
 * needs the network.
 */
export function webApp(port: number): string {
  const app = readFileSync(sourceFile(new URL('./web-app.py', import.meta.url)), 'utf8');
  return `#!/bin/sh
set -eu
mkdir -p /opt/web-app
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
