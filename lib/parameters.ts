/** What a person may choose of a lab: its parameters, `variant` among them. Pure. */
import { KitError } from './errors.ts';
import type { Given, Lab, ParameterOf } from './lab.ts';
import { nearest } from './nearest.ts';
import { reached } from './stages.ts';

export type Parameters = Readonly<Record<string, string>>;
export type Variant = 'learning' | 'production';
export const variants: readonly Variant[] = ['learning', 'production'];

const variant: ParameterOf = {
  says: 'what is easy to remove and cheap, or what a production account would have',
  default: 'learning',
  oneOf: variants,
};

/** Every parameter of the lab, `variant` first. */
export function parametersOf(lab: Lab): Readonly<Record<string, ParameterOf>> {
  return { variant, ...lab.parameters };
}

/**
 * Every parameter with its value: as typed, else its default.
 * @throws UnknownParameter, BadParameter
 */
export function chosenParameters(lab: Lab, typed: Parameters): Parameters {
  const known = parametersOf(lab);
  for (const [name, value] of Object.entries(typed)) refuseBad(known, name, value);
  const defaults = Object.entries(known).map(([name, each]) => [name, each.default]);
  return { ...(Object.fromEntries(defaults) as Parameters), ...typed };
}

/**
 * `name=value` words as typed after `-c`.
 * @throws BadParameter
 */
export function parseParameters(words: readonly string[]): Parameters {
  const pairs = words.map((word) => {
    const at = word.indexOf('=');
    if (at > 0) return [word.slice(0, at), word.slice(at + 1)];
    throw new KitError('BadParameter', `'${word}' is no parameter: write name=value`);
  });
  return Object.fromEntries(pairs) as Parameters;
}

function refuseBad(
  known: Readonly<Record<string, ParameterOf>>,
  name: string,
  value: string,
): void {
  const parameter = Object.hasOwn(known, name) ? known[name] : undefined;
  const names = Object.keys(known);
  if (parameter === undefined)
    throw new KitError(
      'UnknownParameter',
      `no parameter is called '${name}'; there are: ${names.join(', ')}`,
      { next: nearest(name, names) },
    );
  if (parameter.oneOf !== undefined && !parameter.oneOf.includes(value))
    throw new KitError(
      'BadParameter',
      `${name} is '${value}', not one of ${parameter.oneOf.join(', ')}`,
    );
}

/** What the architecture asks while it is built. */
export function givenOf(lab: Lab, stage: string, typed: Parameters): Given<string, string> {
  const values = chosenParameters(lab, typed);
  return {
    has: reached(lab.stages, stage),
    parameter: (name) => {
      const value = values[name];
      if (value === undefined) throw new Error(`the lab declares no parameter '${name}'`);
      return value;
    },
  };
}
