/** Parts of a text that a command makes, between marks that a person set, in a text that a person wrote. Pure. */

/** `<!-- made: checks -->` ... `<!-- end -->`, each on a line of its own. */
function pattern(name: string): RegExp {
  return new RegExp(`^<!-- made: ${name} -->$[\\s\\S]*?^<!-- end -->$`, 'm');
}

export function hasPart(text: string, name: string): boolean {
  return pattern(name).test(text);
}

/** The text with this part anew; as it was where it has no such part. */
export function withPart(text: string, name: string, lines: readonly string[]): string {
  return text.replace(pattern(name), () => marked(name, lines).join('\n'));
}

/** A part as a person would set it. */
export function marked(name: string, lines: readonly string[]): readonly string[] {
  return [`<!-- made: ${name} -->`, '', ...lines, '', '<!-- end -->'];
}
