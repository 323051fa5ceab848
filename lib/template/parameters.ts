/** Parameters: what was given or passed, the default, or not known. Pure. */
import { KitError } from '../errors.ts';
import { unmet } from './declared.ts';
import { Malformed, shown } from './malformed.ts';
import { cutAt } from './placeholder.ts';
import { oneOf, unknown, type Work } from './scope.ts';
import type { RawParameter } from './template.ts';
import { isMap, own, textOf } from './values.ts';

/**
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html (a parameter's value)
 */
const mostCharacters = 4096;

/** Ask for the values of these, which belong to no template: the region it is deployed to, the account ... */
export const pseudoParameters = [
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
];

/** The value of a declared parameter, or its placeholder. */
export function parameterValue(name: string, declared: RawParameter, work: Work): unknown {
  const given = work.given?.get(name);
  // What a parameter of this kind is given is a name in the SSM Parameter Store, never the value.
  if (declared.Type.startsWith('AWS::SSM::Parameter::Value<')) {
    const where = textOf(given ?? declared.Default ?? 'a name that is not given');
    const choices = [`{{resolve:ssm:${where}}}`];
    const why = `parameter ${name} is read from SSM at deployment (${where})`;
    return oneOf(work, { name, choices }, why);
  }
  if (given !== undefined) return typed(given, declared, work);
  if (declared.Default === undefined || declared.Default === null)
    return typed(unknown(work, name, `parameter ${name} has no default`), declared, work);
  return typed(plain(name, declared.Default), declared, work);
}

function plain(name: string, value: unknown): unknown {
  if (isMap(value)) throw new Malformed(`the default of parameter ${name} is ${shown(value)}`);
  if (textOf(value).length > mostCharacters)
    throw new Malformed(
      `the default of parameter ${name} has more than ${mostCharacters} characters`,
    );
  return value;
}

function typed(value: unknown, { Type }: RawParameter, work: Work): unknown {
  if (!isListType(Type) || Array.isArray(value)) return value;
  const text = textOf(value);
  // A list that is not known stays one placeholder; the id of a resource is a list of one.
  if (/^\$\{[^{}]*\}$/.test(text) && work.isIdElsewhere?.(text) !== true) return text;
  return cutAt(text, ',').map((each) => each.trim());
}

function isListType(type: string): boolean {
  return /^(CommaDelimitedList|List<)/.test(type);
}

const forms: Readonly<Record<string, readonly [form: RegExp, says: string]>> = {
  'AWS::AccountId': [/^\d{12}$/, 'an account has 12 digits'],
  'AWS::Region': [/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'a region is called like eu-west-1'],
};

/** @throws BadParameter */
export function checkPseudo(name: string, value: string): void {
  const [form, next] = own(forms, name) ?? [];
  if (form === undefined || form.test(value)) return;
  throw new KitError('BadParameter', `${name} is not ${value}`, { next: next ?? '' });
}

/**
 * A value from the command line, held against what the template declares.
 * @throws BadParameter
 */
export function checkGiven(name: string, value: string, declared: RawParameter): void {
  const values = isListType(declared.Type) ? value.split(',').map((each) => each.trim()) : [value];
  const expected =
    value.length > mostCharacters
      ? `a value has at most ${mostCharacters} characters`
      : values.map((each) => unmet(each, declared)).find((each) => each !== undefined);
  if (expected === undefined) return;
  throw new KitError('BadParameter', `parameter ${name} cannot be '${value}': ${expected}`, {
    next: `--parameter ${name}=...`,
  });
}
