/** A stand-in that plays AWS, where the person's environment names one. */
import { KitError } from '../../../errors.ts';
import { personal } from '../../environment.ts';

/** @throws BadEndpoint where AWS_ENDPOINT_URL is no URL */
export function endpointOf(): string | undefined {
  const named = personal['AWS_ENDPOINT_URL'];
  if (named === undefined || named === '') return undefined;
  if (URL.canParse(named) && /^https?:$/.test(new URL(named).protocol))
    return named.replace(/\/+$/, '');
  throw new KitError('BadEndpoint', `AWS_ENDPOINT_URL is '${named}', which is no URL`, {
    next: 'for example http://127.0.0.1:4566; unset it for the real AWS',
  });
}
