/** What values a condition key can have in a request, by what AWS calls its type. Pure. */
import { isIP } from 'node:net';

/** Keys whose types are told for sure; those of other services are taken on trust. */
export const isSurelyTyped = (key: string): boolean => /^(aws|sts|dynamodb):/i.test(key);

interface Shape {
  readonly is: (value: string) => boolean;
  readonly says: string;
}

const seconds: Shape = {
  is: (value) => /^\d+$/.test(value),
  says: 'a number of seconds',
};

/** @see https://www.w3.org/TR/NOTE-datetime, where a time has its zone */
const date = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}:\d{2}))?)?)?$/;

/** By what AWS calls the type of a key. */
const shapes: ReadonlyMap<string, Shape> = new Map([
  ['Bool', { is: (value) => /^(true|false)$/i.test(value), says: 'true or false' }],
  [
    'Date',
    {
      is: (value) => date.test(value) && !Number.isNaN(Date.parse(value)),
      says: 'a date such as 2026-01-31 or 2026-01-31T12:00:00Z',
    },
  ],
  ['IPAddress', { is: (value) => isIP(value) !== 0, says: 'one address such as 203.0.113.7' }],
  ['Numeric', seconds],
]);

/** `aws:SecureTransport is true or false, not 'yes'`; nothing where each may be. What names a resource may be anything. */
export function wrongValue(
  key: string,
  values: readonly string[],
  type: string,
): string | undefined {
  const shape = /^aws:epochtime$/i.test(key) ? seconds : shapes.get(type);
  const bad = values.find((each) => !each.includes('${') && shape?.is(each) === false);
  return shape === undefined || bad === undefined
    ? undefined
    : `${key} is ${shape.says}, not '${bad}'`;
}
