/** The bucket behind the site's name, as the template has it. */
import type { Capabilities, Properties } from '../../../lib/capabilities.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Principal: unknown;
  readonly Condition?: Readonly<Record<string, Properties>>;
}

/** S3 picks the bucket by the host that a visitor asks for. */
export async function judgeBucketName(
  facts: Capabilities['facts'],
  name: string,
): Promise<Verdict> {
  const names = [...(await facts('AWS::S3::Bucket')).values()].map(({ BucketName }) => BucketName);
  return names.includes(name)
    ? held(`a bucket is called ${name}`)
    : failed(`no bucket is called ${name}: S3 answers 404 NoSuchBucket`);
}

/** Statements that let somebody get objects of the bucket. */
export async function readersOf(fact: Capabilities['fact']): Promise<readonly Statement[]> {
  const { Statement } = (await fact('Backup/Policy')).PolicyDocument as {
    readonly Statement: readonly Statement[];
  };
  return Statement.filter(
    ({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes('s3:GetObject'),
  );
}

export function isForAnybody({ Principal, Condition }: Statement): boolean {
  const everybody = ['"*"', '{"AWS":"*"}'];
  return Condition === undefined && everybody.includes(JSON.stringify(Principal));
}

/** The settings of the public access block that are on. */
export async function blocksOn(fact: Capabilities['fact']): Promise<readonly string[]> {
  const { PublicAccessBlockConfiguration = {} } = await fact('Backup');
  return Object.entries(PublicAccessBlockConfiguration as Properties)
    .filter(([, value]) => value === true)
    .map(([setting]) => setting);
}
