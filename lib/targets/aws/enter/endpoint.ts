/** A stand-in that plays AWS, where the person's environment names one. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { KitError } from '../../../errors.ts';
import { personal } from '../../environment.ts';

/**
 * One stand-in for every service, or nothing for the real AWS.
 * @throws BadEndpoint where AWS_ENDPOINT_URL is no URL, or something else names an endpoint, which the kit would not follow
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointOf(): string | undefined {
  refuseOfOneService();
  const named = personal['AWS_ENDPOINT_URL'] ?? '';
  refuseOfProfile(named === '' ? ['services', 'endpoint_url'] : ['services']);
  if (named === '') return undefined;
  if (URL.canParse(named) && /^https?:$/.test(new URL(named).protocol))
    return named.replace(/\/+$/, '');
  throw new KitError('BadEndpoint', `AWS_ENDPOINT_URL is '${named}', which is no URL`, {
    next: 'for example http://127.0.0.1:4566; unset it for the real AWS',
  });
}

const oneForAll = 'the kit takes one endpoint for all services, from AWS_ENDPOINT_URL';

function refuseOfOneService(): void {
  const found = Object.keys(personal).find(
    (name) => name.startsWith('AWS_ENDPOINT_URL_') && (personal[name] ?? '') !== '',
  );
  if (found === undefined) return;
  const says = `${found} is '${personal[found] ?? ''}', and ${oneForAll}`;
  throw new KitError('BadEndpoint', says, { next: `unset ${found}` });
}

function refuseOfProfile(settings: readonly string[]): void {
  const chosen = personal['AWS_PROFILE'] ?? '';
  const profile = chosen === '' ? 'default' : chosen;
  const lines = settingsOf(profile);
  const found = settings.find((each) => lines.some((line) => line.split('=')[0]?.trim() === each));
  if (found === undefined) return;
  throw new KitError('BadEndpoint', `profile '${profile}' sets ${found}, and ${oneForAll}`, {
    next: `take ${found} out of the profile, or choose another with AWS_PROFILE`,
  });
}

/** What both files say of the profile, without what is indented: that belongs to the line above it. */
function settingsOf(profile: string): readonly string[] {
  const folder = join(homedir(), '.aws');
  const files = [
    personal['AWS_CONFIG_FILE'] ?? join(folder, 'config'),
    personal['AWS_SHARED_CREDENTIALS_FILE'] ?? join(folder, 'credentials'),
  ];
  return files.flatMap((file) =>
    textOf(file)
      .split(/^(?=\[)/m)
      .filter((section) => nameOf(section) === profile)
      .flatMap((section) => section.split(/\r?\n/).filter((line) => /^\w/.test(line))),
  );
}

/** `[profile play]` in one file is `[play]` in the other. */
function nameOf(section: string): string | undefined {
  return /^\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/.exec(section)?.[1];
}

/** A file that is not there, or may not be read, is the SDK's to tell where it needs it. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
