/**
 * Verdicts as JUnit XML, as build servers read it: a suite for each lab, stage and target, a case for each check. A check
 * that came out as told has passed, also where it was told to fail; what was not judged is skipped, with the reason.
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
import { visible } from './visible.ts';

export interface JUnitSuite {
  readonly lab: string;
  /** None where the target was not judged at any. */
  readonly stage: string | null;
  readonly target: string;
  /** The target with its version. */
  readonly title: string;
  readonly cases: readonly JUnitCase[];
  /** Sentences: what no verdict from this target says anything about. */
  readonly notExercised: readonly string[];
}

export interface JUnitCase {
  readonly check: string;
  readonly says: string;
  readonly outcome: 'held' | 'failed' | 'unverified';
  readonly strength: string | null;
  readonly asTold: boolean | null;
  readonly reason: string;
  readonly evidence?: JUnitEvidence;
}

type JUnitEvidence =
  | { readonly kind: 'exchange'; readonly request: string; readonly response: string }
  | {
      readonly kind: 'fact';
      readonly resource: string;
      readonly property: string;
      readonly value: unknown;
    }
  | { readonly kind: 'trace'; readonly hops: readonly JUnitHop[] };

interface JUnitHop {
  readonly way?: string;
  readonly at: string;
  readonly gate: string;
  readonly verdict: string;
  readonly rule?: string;
  readonly says?: string;
}

/** @param milliseconds how long all of it took; of one check nobody knows */
export function junitOf(suites: readonly JUnitSuite[], milliseconds: number): string {
  const all = suites.flatMap(({ cases }) => cases);
  const root = element(
    'testsuites',
    { name: 'lab check', ...sumsOf(all), time: (milliseconds / 1000).toFixed(3) },
    suites.map(suiteOf),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function sumsOf(cases: readonly JUnitCase[]): Readonly<Record<string, string>> {
  return {
    tests: String(cases.length),
    failures: String(cases.filter(isOtherwise).length),
    errors: '0',
  };
}

function isOtherwise({ asTold }: JUnitCase): boolean {
  return asTold === false;
}

function suiteOf(suite: JUnitSuite): string {
  const { lab, stage, target, title, cases, notExercised } = suite;
  const name = [lab, ...(stage === null ? [] : [stage]), target];
  const said = { lab, ...(stage === null ? {} : { stage }), target: title };
  const skipped = cases.filter(({ outcome }) => outcome === 'unverified').length;
  return element(
    'testsuite',
    { name: name.join(' / '), ...sumsOf(cases), skipped: String(skipped) },
    [
      element('properties', {}, Object.entries(said).map(propertyOf)),
      ...cases.map((each) => caseOf(each, name.join('.'))),
      ...(notExercised.length === 0 ? [] : [textElement('system-out', notExercised)]),
    ],
  );
}

function propertyOf([name, value]: readonly [string, string]): string {
  return element('property', { name, value }, []);
}

function caseOf(judged: JUnitCase, classname: string): string {
  const { check, says, outcome, reason } = judged;
  const out = saidBy(judged);
  return element('testcase', { classname, name: `${check}: ${says}` }, [
    ...(isOtherwise(judged) ? [failureOf(judged)] : []),
    ...(outcome === 'unverified' ? [element('skipped', { message: reason }, [])] : []),
    ...(out.length === 0 ? [] : [textElement('system-out', out)]),
  ]);
}

function failureOf({ outcome, says, reason }: JUnitCase): string {
  const told =
    outcome === 'held' ? 'it held, and is told to fail' : 'it failed otherwise than told';
  return textElement('failure', [says, `${told}: ${reason}`], { type: outcome, message: reason });
}

/** What a doubting reader would ask to see. */
function saidBy({ outcome, strength, reason, evidence }: JUnitCase): readonly string[] {
  if (outcome === 'unverified') return [];
  const how = strength === null ? '' : ` (${strength})`;
  return [`${outcome}${how}: ${reason}`, ...(evidence === undefined ? [] : evidenceOf(evidence))];
}

function evidenceOf(evidence: JUnitEvidence): readonly string[] {
  if (evidence.kind === 'exchange') return [evidence.request, evidence.response];
  if (evidence.kind === 'trace') return evidence.hops.map(hopText);
  const { resource, property, value } = evidence;
  const shown = value === undefined ? 'not set' : JSON.stringify(value);
  return [`${resource} ${property} = ${shown}`];
}

function hopText({ way = 'request', at, gate, verdict, rule, says }: JUnitHop): string {
  const by = rule === undefined ? '' : ` by ${rule}`;
  return `${way}: ${gate} of ${at}: ${verdict}${by}${says === undefined ? '' : `: ${says}`}`;
}

type Attributes = Readonly<Record<string, string>>;

/** Elements below are indented, one to a line. */
function element(name: string, attributes: Attributes, inside: readonly string[]): string {
  const open = opened(name, attributes);
  if (inside.length === 0) return `<${open}/>`;
  const lines = inside.flatMap((each) => each.split('\n').map((line) => `  ${line}`));
  return `<${open}>\n${lines.join('\n')}\n</${name}>`;
}

/** Its lines are separated by references, so that nothing indents them. */
function textElement(name: string, lines: readonly string[], attributes: Attributes = {}): string {
  return `<${opened(name, attributes)}>${lines.map(escaped).join('&#10;')}</${name}>`;
}

function opened(name: string, attributes: Attributes): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `${name}${written.join('')}`;
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * For text and attributes. What XML 1.0 forbids even as a reference stands there as in JSON.
 * @see https://www.w3.org/TR/xml/#charsets
 */
function escaped(text: string): string {
  return visible(text)
    .replace(/[\p{Surrogate}\ufffe\uffff]/gu, (found) => `\\u${found.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"\t\n\r]/g, (found) => references[found] ?? '');
}
