/** Intrinsics that make lists and take one entry of them. Pure. */
import { cidrsWithin } from './cidr.ts';
import { listFor, Malformed, shown } from './malformed.ts';
import { braceless, isUnknown } from './placeholder.ts';
import { valueOfName } from './refer.ts';
import { unknown, whyUnknown, type Intrinsic, type Work } from './scope.ts';
import { textOf } from './values.ts';

export const select: Intrinsic = (argument, work, resolve) => {
  const [index, list] = listFor('Fn::Select', argument, [2, 2]);
  const [at, values] = [textOf(resolve(index, work)), resolve(list, work)];
  if (!/^\d+$/.test(at) && !isUnknown(at))
    throw new Malformed(`Fn::Select takes a number from 0, not ${shown(at)}`);
  const entries = Array.isArray(values) ? (values as readonly unknown[]) : [];
  const text = textOf(values);
  return (
    entries[Number(at)] ??
    unknown(work, `Select ${braceless(at)} of ${braceless(text)}`, whyNone(at, text, work))
  );
};

function whyNone(at: string, text: string, work: Work): string {
  return isUnknown(at + text)
    ? whyUnknown(at + text, work)
    : `Fn::Select asks for entry ${at}, which the list does not have`;
}

/** The first three zones: every region has as many for subnets, with few exceptions. */
export const getAzs: Intrinsic = (argument, work, resolve) => {
  const asked = textOf(resolve(argument, work));
  const region = asked === '' ? textOf(valueOfName('AWS::Region', work, resolve)) : asked;
  return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
};

export const cidr: Intrinsic = (argument, work, resolve) => {
  const parts = listFor('Fn::Cidr', argument, [2, 3]);
  const texts = parts.map((each) => textOf(resolve(each, work)));
  const text = texts.join(' ');
  const found = isUnknown(text) ? whyUnknown(text, work) : cidrsOf(texts);
  return typeof found === 'string' ? unknown(work, `Cidr ${braceless(text)}`, found) : found;
};

function cidrsOf([block = '', count = '', hostBits = '']: readonly string[]):
  readonly string[] | string {
  return cidrsWithin(block, count, hostBits);
}

export const length: Intrinsic = (argument, work, resolve) => {
  const list = resolve(argument, work);
  if (Array.isArray(list)) return list.length;
  const text = textOf(list);
  if (!isUnknown(text)) throw new Malformed(`Fn::Length takes a list, not ${shown(list)}`);
  return unknown(work, `Length of ${braceless(text)}`, whyUnknown(text, work));
};
