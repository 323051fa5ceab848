/** SNS refuses the policy. The message is what Subscribe says, as far as it is known. */
export class InvalidFilterPolicy extends Error {
  override readonly name = 'InvalidFilterPolicy';
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
