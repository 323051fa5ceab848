/** A machine image written down as an id. */
import { imagesOf } from '../launches.ts';
import type { Rule } from '../rule.ts';

export const noLiteralAmi: Rule = {
  id: 'kit/no-literal-ami',
  says: 'names its machine image by a literal id',
  because:
    'An image id is valid in one region and never gets a security update; a public parameter gives the current image of the region.',
  source:
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html',
  breaches({ resources }) {
    return resources.filter((each) =>
      imagesOf(each).some((image) => /^ami-[0-9a-f]+$/.test(image)),
    );
  },
};
