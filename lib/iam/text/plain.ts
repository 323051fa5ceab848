/** Text that is no pattern and has no variables. Pure. */

/**
 * What looks like a policy variable is the characters that it is written with: in a request, and in a document of the
 * version before them.
 */
export function asPlainText(pattern: string): string {
  return pattern.replace(/\$(?=\{(?:[*?$]\}|[A-Za-z][\w.-]*:(?!:)))/g, '${$}');
}
