/** Every lab that has something to call, on the embedded emulator. */
import { labIds } from '../lib/catalog.ts';
import { strongestFor } from '../lib/life/choose-target.ts';
import { apiLabs } from './support/api-labs.ts';
import { describeLabsOn } from './support/labs-on.ts';

test.each(labIds().filter((id) => !apiLabs.includes(id)))(
  '%s has nothing to call, and is not judged on an emulator unasked',
  async (id) => {
    expect((await strongestFor(id)).target).not.toBe('emulator');
  },
);

describeLabsOn('emulator', apiLabs, { growsInPlace: true });
