/** Text as a terminal may show it. Pure. */

/**
 * Control characters but newline and tab, and those that turn the direction of writing, as `\u001b`: what a template
 * or an answer holds moves no cursor. The form is that of JSON, where it stands for the same character.
 */
export function visible(text: string): string {
  return text.replace(/\r(?!\n)|(?![\r\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, (found) => {
    const code = found.charCodeAt(0).toString(16);
    return `\\u${code.padStart(4, '0')}`;
  });
}
