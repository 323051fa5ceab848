/** A CORS rule that lets the pages of every origin write. */
import { bucketsIn } from '../buckets.ts';
import type { Rule } from '../rule.ts';
import { listOf, mapOf, textsOf } from '../values.ts';

const writing = ['PUT', 'POST', 'DELETE'];

export const corsOrigins: Rule = {
  id: 'kit/cors-origins',
  says: 'lets pages of every origin write: a CORS rule has * as origin and PUT, POST or DELETE as method',
  because:
    'CORS is no protection, but it decides which pages may use what a visitor carries, a signed URL for example: name the origins that upload.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html',
  breaches({ resources }) {
    return bucketsIn(resources).filter(({ properties }) =>
      listOf(mapOf(properties.CorsConfiguration).CorsRules)
        .map(mapOf)
        .some(
          ({ AllowedOrigins, AllowedMethods }) =>
            textsOf(AllowedOrigins).some(isEvery) &&
            textsOf(AllowedMethods).some((each) => writing.includes(each)),
        ),
    );
  },
};

/** `*`, `https://*`: any host of the world. */
function isEvery(origin: string): boolean {
  return /^([a-z]+:\/\/)?\*$/.test(origin);
}
