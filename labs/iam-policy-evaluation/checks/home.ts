/** The account of the people. Cases are written for 111111111111; a person may choose another. */
import type { PermissionRequest } from '../../../lib/capabilities.ts';
import type { May } from './asking.ts';

const written = '111111111111';

/** The same questions in the account where the lab is, whatever its policies say of it. */
export function atHome(may: May): May {
  return (request) => {
    const text = JSON.stringify(request).replaceAll(written, '${AWS::AccountId}');
    return may(JSON.parse(text) as PermissionRequest);
  };
}
