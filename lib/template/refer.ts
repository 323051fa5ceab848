/** Intrinsics that name something: a parameter, a resource, its attribute, another stack's output, a map. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { attributeTold, isId } from './attributes.ts';
import { isOpen, judgeNamed } from './conditions.ts';
import { listFor, Malformed, nameFor, shown } from './malformed.ts';
import { parameterValue } from './parameters.ts';
import { braceless, isUnknown, localized } from './placeholder.ts';
import {
  absent,
  noted,
  once,
  oneOf,
  unknown,
  whyUnknown,
  type Intrinsic,
  type Resolve,
  type Work,
} from './scope.ts';
import { transformsOf } from './shape.ts';
import { isMap, own, textOf } from './values.ts';

export const ref: Intrinsic = (argument, work, resolve) => {
  const named = nameIn('Ref', argument, [work, resolve]);
  return 'name' in named ? valueOfName(named.name, work, resolve) : named.stands;
};

/**
 * A name as it is written, or as AWS::LanguageExtensions lets a function make it: where that is not known, what stands for it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
 */
function nameIn(
  intrinsic: string,
  argument: unknown,
  [work, resolve]: readonly [Work, Resolve],
): { readonly name: string } | { readonly stands: unknown } {
  if (!isMap(argument) || !transformsOf(work.template).includes('AWS::LanguageExtensions'))
    return { name: nameFor(intrinsic, argument) };
  const text = textOf(resolve(argument, work));
  return isUnknown(text)
    ? { stands: unknown(work, `${intrinsic} ${braceless(text)}`, whyUnknown(text, work)) }
    : { name: nameFor(intrinsic, text) };
}

/** What `Ref` gives for the name. */
export function valueOfName(name: string, work: Work, resolve: Resolve): unknown {
  if (name === 'AWS::NoValue') return absent;
  if (name.startsWith('AWS::')) return pseudo(name, work);
  const parameter = own(work.template.Parameters, name);
  if (parameter !== undefined) return parameterValue(name, parameter, work);
  work.sees?.(name);
  // The id of a resource is what joins the network: nothing else may stand for it.
  return noted(work, name, whyResource(name, `the id of ${name}`, [work, resolve]));
}

export const getAtt: Intrinsic = (argument, work, resolve) => {
  const parts = typeof argument === 'string' ? halves(argument) : argument;
  const [resource, attribute] = listFor('Fn::GetAtt', parts, [2, 3]);
  const rest = (parts as readonly unknown[]).slice(2).map(textOf);
  const name = [textOf(resolve(attribute, work)), ...rest].join('.');
  const named = nameIn('Fn::GetAtt', resource, [work, resolve]);
  return 'name' in named ? attributeOf(named.name, name, [work, resolve]) : named.stands;
};

/** What `Fn::GetAtt` gives: what the template itself tells, a nested stack's output, else a placeholder. */
export function attributeOf(
  logicalId: string,
  attribute: string,
  [work, resolve]: readonly [Work, Resolve],
): unknown {
  work.sees?.(logicalId);
  const resource = own(work.template.Resources, logicalId);
  if (isId(resource, attribute)) return valueOfName(logicalId, work, resolve);
  const name = `${logicalId}.${attribute}`;
  return once(work.attributes, name, () => {
    const nested = work.nested?.(logicalId, attribute);
    if (nested !== undefined) return nested;
    const property = attributeTold(resource, attribute);
    const told = isMade(logicalId, [work, resolve]) ? resolve(property, work) : undefined;
    if (told !== undefined && told !== absent) return told;
    return unknown(
      work,
      braceless(name),
      whyResource(logicalId, `attribute ${name}`, [work, resolve]),
    );
  });
}

export const importValue: Intrinsic = (argument, work, resolve) => {
  const name = textOf(resolve(argument, work));
  const found = work.exports.get(name);
  if (found !== undefined) return here(found, work);
  if (isUnknown(name)) {
    const why = whyUnknown(name, work);
    return unknown(work, `ImportValue ${braceless(name)}`, `the name of an import is open: ${why}`);
  }
  const assumed = work.assumed?.get(name);
  if (assumed !== undefined) return assumed;
  const why = work.exports.whyNot?.(name) ?? `import ${name} is in no template given`;
  return noted(work, `ImportValue ${name}`, why);
};

export const getStackOutput: Intrinsic = (argument, work, resolve) => {
  if (!isMap(argument))
    throw new Malformed(`Fn::GetStackOutput takes a map, not ${shown(argument)}`);
  const part = (key: string): string => textOf(resolve(argument[key], work));
  const [stack, output] = [part('StackName'), part('OutputName')];
  const found = work.outputOf?.(stack, output);
  if (found !== undefined) return here(found, work);
  const name = `GetStackOutput ${braceless(`${stack} ${output}`)}`;
  return unknown(work, name, `output ${output} of stack ${stack} is in no template given`);
};

export const findInMap: Intrinsic = (argument, work, resolve) => {
  const parts = listFor('Fn::FindInMap', argument, [3, 4]);
  const keys = parts.slice(0, 3).map((each) => textOf(resolve(each, work)));
  const otherwise = isMap(parts[3]) ? parts[3]['DefaultValue'] : undefined;
  const [open] = keys.filter(isUnknown);
  const meant = meantIn(work.template.Mappings, keys);
  if (otherwise !== undefined) return orDefault({ keys, open, meant }, otherwise, [work, resolve]);
  // Without a default no stack is made under a key that the map has not.
  const found = theSame(meant);
  if (found !== undefined) return found;
  const path = keys.join('.');
  const why = open === undefined ? `the mappings have no ${path}` : whyUnknown(open, work);
  return oneOf(work, { name: `FindInMap ${braceless(path)}`, choices: meant }, why);
};

interface Sought {
  readonly keys: readonly string[];
  /** The first one that is not known. */
  readonly open: string | undefined;
  readonly meant: readonly unknown[];
}

/** The default stands where a key is missing; where one is open it is not known whether it is. */
function orDefault(
  { keys, open, meant }: Sought,
  otherwise: unknown,
  [work, resolve]: readonly [Work, Resolve],
): unknown {
  const value = resolve(otherwise, work);
  if (open === undefined) return meant.length > 0 ? meant[0] : value;
  const name = `FindInMap ${braceless(keys.join('.'))}`;
  return oneOf(work, { name, choices: [...meant, value] }, whyUnknown(open, work));
}

/** What stands under these keys; under each one where a key is open. */
function meantIn(map: unknown, [key, ...further]: readonly string[]): readonly unknown[] {
  if (key === undefined) return map === undefined ? [] : [map];
  if (!isMap(map)) return [];
  const inner = isUnknown(key) ? Object.values(map) : [own(map, key)];
  return inner.flatMap((each) => meantIn(each, further));
}

/** The one value that they all are. */
function theSame([first, ...others]: readonly unknown[]): unknown {
  return others.every((each) => isDeepStrictEqual(each, first)) ? first : undefined;
}

function pseudo(name: string, work: Work): unknown {
  const given = work.given?.get(name);
  if (given !== undefined) return given;
  if (name === 'AWS::StackName' && work.stack !== undefined) return work.stack;
  return unknown(work, name, `${name} is known at deployment`);
}

function here(value: unknown, { stack }: Work): unknown {
  return stack === undefined ? value : localized(value, stack);
}

/** `Web.Outputs.Url` -> `Web`, `Outputs.Url`. */
function halves(name: string): readonly string[] {
  const dot = name.indexOf('.');
  if (dot > 0 && dot < name.length - 1) return [name.slice(0, dot), name.slice(dot + 1)];
  throw new Malformed(`Fn::GetAtt takes a resource and an attribute, not '${name}'`);
}

function isMade(logicalId: string, [work, resolve]: readonly [Work, Resolve]): boolean {
  const { Condition } = own(work.template.Resources, logicalId) ?? {};
  return Condition === undefined || judgeNamed(Condition, work, resolve) === true;
}

function whyResource(
  name: string,
  what: string,
  [work, resolve]: readonly [Work, Resolve],
): string {
  const resource = own(work.template.Resources, name);
  if (resource === undefined) return `${name} is neither a parameter nor a resource`;
  const { Condition } = resource;
  const judged = Condition === undefined ? true : judgeNamed(Condition, work, resolve);
  if (judged === false) return `${name} is not made: condition ${Condition ?? ''} does not hold`;
  return isOpen(judged) ? judged.why : `${what} is known after deployment`;
}
