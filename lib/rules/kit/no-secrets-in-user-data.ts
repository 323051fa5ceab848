/** User data with something in it that only a few should know. */
import type { Resource } from '../../template/template.ts';
import { launchOf } from '../launches.ts';
import type { Rule } from '../rule.ts';
import { textOf } from '../values.ts';

/** A value that begins with `$` or a backtick is fetched when the instance boots: no secret stands there. */
const secrets: readonly RegExp[] = [
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\{\{resolve:(secretsmanager|ssm-secure):/,
  /\w*(password|passwd|secret|api_?key|access_?key)\w*\s*=\s*["']?[^\s"'()$`]{4,}(?=["'\s]|$)/i,
  /\b[a-z][\w+.-]*:\/\/[^\s/:@$`]+:[^\s/@$`]+@/i,
  /:[^\s"'$`]+["']?\s*\|\s*(sudo\s+)?chpasswd\b/,
];

export const noSecretsInUserData: Rule = {
  id: 'kit/no-secrets-in-user-data',
  says: 'has a secret in its user data: a key, a password or a token in plain text',
  because:
    'Everybody on the instance and everybody who may describe it reads user data; the instance can fetch a secret with its role instead.',
  source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html',
  breaches({ resources }) {
    return resources.filter((each) => {
      const text = userDataOf(each);
      return secrets.some((pattern) => pattern.test(text));
    });
  },
};

/** As the instance reads it: a template may have encoded it already. */
function userDataOf(resource: Resource): string {
  const text = textOf(launchOf(resource)?.UserData);
  const isEncoded = /^[A-Za-z0-9+/]{16,}={0,2}$/.test(text);
  return isEncoded ? Buffer.from(text, 'base64').toString('utf8') : text;
}
