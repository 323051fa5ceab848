/** Intrinsics that put texts together and take them apart. Pure. */
import { listFor, Malformed, shown } from './malformed.ts';
import { braceless, cutAt, isUnknown, parsePlaceholder, placeholdersIn } from './placeholder.ts';
import { attributeOf, valueOfName } from './refer.ts';
import {
  absent,
  counted,
  unknown,
  whyUnknown,
  type Intrinsic,
  type Resolve,
  type Work,
} from './scope.ts';
import { isMap, own, textOf } from './values.ts';

export const join: Intrinsic = (argument, work, resolve) => {
  const [separator, list] = listFor('Fn::Join', argument, [2, 2]);
  if (typeof separator !== 'string')
    throw new Malformed(`Fn::Join takes a text between the parts, not ${shown(separator)}`);
  const parts = resolve(list, work);
  if (Array.isArray(parts))
    return counted((parts as readonly unknown[]).map(textOf).join(separator), work);
  const whole = textOf(parts);
  // A parameter's list is one text with commas already.
  if (separator === ',' || !isUnknown(whole)) return whole;
  return unknown(work, `Join ${separator} of ${braceless(whole)}`, whyUnknown(whole, work));
};

export const sub: Intrinsic = (argument, work, resolve) => {
  const isPair = Array.isArray(argument);
  const [pattern, names] = isPair ? listFor('Fn::Sub', argument, [1, 2]) : [argument];
  if (typeof pattern !== 'string')
    throw new Malformed(`Fn::Sub takes a text, not ${shown(pattern)}`);
  if (names !== undefined && !isMap(names))
    throw new Malformed(`Fn::Sub takes a map of names, not ${shown(names)}`);
  const known = new Map<string, string>();
  const valueOf = (name: string): string => {
    const found = known.get(name) ?? textOf(named(name, names, [work, resolve]));
    known.set(name, found);
    return found;
  };
  const parts = pattern.split(/\$\{(!?[^{}]+)\}/);
  const texts = parts.map((part, at) => {
    if (at % 2 === 0) return part;
    // `${!x}` is how a template writes a literal `${x}`: an IAM policy variable.
    return part.startsWith('!') ? `\${${part.slice(1)}}` : valueOf(part);
  });
  return counted(texts.join(''), work);
};

function named(
  name: string,
  names: Readonly<Record<string, unknown>> | undefined,
  [work, resolve]: readonly [Work, Resolve],
): unknown {
  const given = own(names, name);
  if (given !== undefined) return resolve(given, work);
  const dot = name.indexOf('.');
  return dot > 0
    ? attributeOf(name.slice(0, dot), name.slice(dot + 1), [work, resolve])
    : valueOfName(name, work, resolve);
}

export const split: Intrinsic = (argument, work, resolve) => {
  const [separator, whole] = listFor('Fn::Split', argument, [2, 2]);
  if (typeof separator !== 'string' || separator === '')
    throw new Malformed(`Fn::Split takes a text to split at, not ${shown(separator)}`);
  const text = textOf(resolve(whole, work));
  if (placeholdersIn(text).some((each) => mayHold(each, separator, work)))
    return unknown(
      work,
      `Split ${braceless(separator)} of ${braceless(text)}`,
      whyUnknown(text, work),
    );
  return cutAt(text, separator);
};

/** May what only the deployment knows hold the separator itself? Then nobody knows where it is cut. */
function mayHold(placeholder: string, separator: string, { template }: Work): boolean {
  if (/^\$\{AWS::(Region|AccountId|Partition)\}$/.test(placeholder)) return separator === '-';
  const named = parsePlaceholder(placeholder);
  const isParameter =
    named !== undefined &&
    named.stack === undefined &&
    own(template.Parameters, named.logicalId) !== undefined;
  // Ids and ARNs hold none of these, nor what one attribute of a resource gives.
  return named === undefined || isParameter || !/^[,;|\s]+$/.test(separator);
}

/** Read as its text: what an instance gets to see. */
export const base64: Intrinsic = (argument, work, resolve) => resolve(argument, work);

export const toJsonString: Intrinsic = (argument, work, resolve) => {
  const value = resolve(argument, work);
  if (value === absent) throw new Malformed('Fn::ToJsonString has AWS::NoValue to write');
  return counted(JSON.stringify(value), work);
};
