/** Parameters: what was given or passed, the default, or not known. Pure. */
import { KitError } from '../errors.ts';
import { Malformed, shown } from './malformed.ts';
import { unknown, type Work } from './scope.ts';
import type { RawParameter } from './template.ts';
import { isMap, textOf } from './values.ts';

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
    return unknown(work, name, `parameter ${name} is read from SSM at deployment (${where})`);
  }
  if (given !== undefined) return typed(given, declared);
  if (declared.Default === undefined || declared.Default === null)
    return typed(unknown(work, name, `parameter ${name} has no default`), declared);
  return typed(plain(name, declared.Default), declared);
}

function plain(name: string, value: unknown): unknown {
  if (isMap(value)) throw new Malformed(`the default of parameter ${name} is ${shown(value)}`);
  if (textOf(value).length > mostCharacters)
    throw new Malformed(
      `the default of parameter ${name} has more than ${mostCharacters} characters`,
    );
  return value;
}

function typed(value: unknown, { Type }: RawParameter): unknown {
  if (!isListType(Type) || Array.isArray(value)) return value;
  const text = textOf(value);
  // A list that is not known stays one placeholder.
  if (/^\$\{[^{}]*\}$/.test(text)) return text;
  return text.split(',').map((each) => each.trim());
}

function isListType(type: string): boolean {
  return /^(CommaDelimitedList|List<)/.test(type);
}

/**
 * A value from the command line, held against what the template declares.
 * @throws BadParameter
 */
export function checkGiven(name: string, value: string, declared: RawParameter): void {
  const refuse = (expected: string): never => {
    throw new KitError('BadParameter', `parameter ${name} cannot be '${value}': ${expected}`, {
      next: `--parameter ${name}=...`,
    });
  };
  const values = isListType(declared.Type) ? value.split(',').map((each) => each.trim()) : [value];
  const isNumeric = /^(Number|List<Number>)$/.test(declared.Type);
  const wrong = values.find((each) => isNumeric && (each === '' || Number.isNaN(Number(each))));
  if (wrong !== undefined) refuse(`the template expects ${declared.Type}`);
  if (value.length > mostCharacters) refuse(`a value has at most ${mostCharacters} characters`);
  const { AllowedValues: allowed } = declared;
  if (!Array.isArray(allowed)) return;
  const texts = (allowed as readonly unknown[]).map(textOf);
  if (values.some((each) => !texts.includes(each)))
    refuse(`the template allows ${texts.slice(0, 12).join(', ')}`);
}
