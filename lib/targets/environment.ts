/** What the person set up for the real AWS: kept for target `aws`, taken away from everything else. */

type Variables = Readonly<Record<string, string | undefined>>;

/** As this process was started. Read by target `aws` alone. */
export const personal: Variables = { ...process.env };

const files = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];
let isScrubbed = false;
let asking = 0;
let scrubAfterwards = false;

/** Does the work with the person's settings back in place, as target `aws` needs them. Several may at once. */
export async function asPersonal<T>(work: () => Promise<T>): Promise<T> {
  if (asking === 0) scrubAfterwards = isScrubbed;
  asking += 1;
  putBack();
  try {
    return await work();
  } finally {
    asking -= 1;
    if (scrubAfterwards && asking === 0) scrubEnvironment();
  }
}

function putBack(): void {
  isScrubbed = false;
  for (const [name, value] of Object.entries(personal))
    if (name.startsWith('AWS_')) process.env[name] = value;
  for (const name of files)
    if (personal[name] === undefined) Reflect.deleteProperty(process.env, name);
}

/** From now on no SDK in this process finds the person's settings by itself: neither variables nor files in the home folder. */
export function scrubEnvironment(): void {
  for (const name of Object.keys(process.env).filter((each) => each.startsWith('AWS_')))
    Reflect.deleteProperty(process.env, name);
  for (const name of files) process.env[name] = '/dev/null';
  isScrubbed = true;
  // Which Node the kit takes is said by the kit.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
}
