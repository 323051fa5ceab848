/** Documents with one statement, and what a test changes in it. */

type Parts = Readonly<Record<string, unknown>>;

export const version = '2012-10-17';
export const good: Parts = {
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::box/*',
};
export const held: Parts = { ...good, Principal: '*' };
export const trust: Parts = {
  ...{ Effect: 'Allow', Action: 'sts:AssumeRole' },
  Principal: { Service: 'lambda.amazonaws.com' },
};
export const of = (...statements: readonly unknown[]): Parts => ({
  Version: version,
  Statement: statements,
});
/** The good statement, some of its elements another way; `undefined` is none. */
export const but = (parts: Parts, statement = good): Parts =>
  of(
    Object.fromEntries(
      Object.entries({ ...statement, ...parts }).filter(([, each]) => each !== undefined),
    ),
  );
export const when = (Condition: unknown): Parts => but({ Condition });
