/** A bucket whose name is written out, or is none that S3 takes. */
import { bucketsIn } from '../buckets.ts';
import { isWebsiteAlias, nameOf, recordsIn } from '../records.ts';
import type { Rule } from '../rule.ts';
import { textOf } from '../values.ts';

export const bucketName: Rule = {
  id: 'kit/bucket-name',
  says: 'has a name that is written out or that S3 does not take: leave BucketName out, or put the account into it',
  because:
    'A name is taken for all accounts of the world: a second deployment of the template fails, and whoever takes the name first gets what others send there.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
  breaches({ resources }) {
    const sites = recordsIn(resources).filter(isWebsiteAlias).map(nameOf);
    return bucketsIn(resources).filter(({ properties }) => {
      const name = textOf(properties.BucketName);
      // A website under a name of one's own has to have it.
      const isFree = name === '' || sites.includes(name) || isOfOneAccount(name);
      return !isFree || (name !== '' && !isLegal(name));
    });
  },
};

/** Made of what only the deployment knows, or with the id of an account in it, or a GUID. */
function isOfOneAccount(name: string): boolean {
  return /\$\{|(?<!\d)\d{12}(?!\d)|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/.test(name);
}

const reserved = [
  /^(xn--|sthree-|amzn-s3-demo-)/,
  /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/,
  /\.\./,
  /^\d+\.\d+\.\d+\.\d+$/,
];

/** As far as it is known: a placeholder is as good as a letter, and its length is open. */
function isLegal(name: string): boolean {
  const known = name.replace(/\$\{[^{}]*\}/g, 'a');
  const isLong = known.length > 63 || (known === name && name.length < 3);
  return (
    !isLong &&
    /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(known) &&
    !reserved.some((each) => each.test(known))
  );
}
