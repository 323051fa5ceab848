/** What a visitor does: looks the name up and asks the address for a page. */
import type { Answer, Capabilities } from '../../../lib/capabilities.ts';
import { Unavailable } from '../../../lib/errors.ts';

export const siteName = '${SiteName}';
export const stopWeb = { kind: 'stop', of: 'Web', process: 'httpd' } as const;

type Resolve = Capabilities['resolve'];
type Http = Capabilities['http'];

/** Does the zone itself answer the server's address and no other? */
export async function isWebAnswered(resolve: Resolve): Promise<boolean> {
  return everyRecord(await fromAuthority(resolve), (record) => record === 'WebEip');
}

/** Does the zone itself answer, and nowhere the server's address? */
export async function isOtherAnswered(resolve: Resolve): Promise<boolean> {
  return everyRecord(await fromAuthority(resolve), (record) => record !== 'WebEip');
}

/** Does the page that visitors get say so, by name and through their resolver's cache? A dead site shows nothing. */
export async function isShown(http: Http, word: 'primary' | 'backup'): Promise<boolean> {
  try {
    const { status, body } = await http({ from: 'stranger', to: 'SiteUrl', path: '/' });
    return status === 200 && String(body).includes(word);
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    return false;
  }
}

function fromAuthority(resolve: Resolve): Promise<Answer> {
  return resolve(siteName, { from: 'stranger', type: 'A', via: 'authority' });
}

function everyRecord({ status, chances }: Answer, is: (record: string) => boolean): boolean {
  const records = chances.flatMap((each) => each.records);
  return status === 'NOERROR' && records.length > 0 && records.every(is);
}
