/** `expectMay(template)`: who may do what, as assertions of any test runner. */
import { answerData } from '../questions/may-answer.ts';
import { isInTemplate, namedPrincipal, refuseResource } from '../questions/may-target.ts';
import { answerText } from '../questions/may-words.ts';
import { KitError, saying } from '../errors.ts';
import { Permissions, type Answer, type Question } from '../iam/permissions.ts';
import type { Documents } from '../iam/policies.ts';
import { wrapped } from '../output/table.ts';
import type { Resource } from '../template/template.ts';
import { typesOfAction } from './aws-names.ts';
import { contextIn, type Carried } from './carried.ts';
import { lookedAt } from './look.ts';
import { ExpectationFailed } from './said.ts';
import type { Options, Subject } from './subject.ts';

export interface PermissionOptions extends Options {
  /** Policies that no template shows: of a session, of an organization. */
  readonly policies?: Documents;
}

export interface PermissionExpectation {
  /** @param who a role, a user or what acts as a role, an ARN, an account number, a service or `anonymous` */
  of(who: string): Doing<DecisionExpectation>;
  /** These may, and nobody else whom the templates name. */
  only(who: readonly string[]): Doing<void>;
}

export interface Doing<T> {
  /**
   * @param action `s3:GetObject`
   * @param carrying what the request carries; of other keys nothing is known
   */
  doing(
    action: string,
    carrying?: Carried,
  ): {
    /** @param resource a resource, `Photos/key` for something in it, an ARN, or `*` where the action is on none */
    on(resource: string): T;
  };
}

export interface DecisionExpectation {
  /** @param statement by its Sid, or by the name of its policy */
  isAllowed(statement?: { readonly by: string }): void;
  /** @param statement that denies, by its Sid or the name of its policy; or `implicit deny`: none allows it */
  isDenied(statement?: { readonly by: string }): void;
}

/**
 * The policies of the templates. Each assertion throws an Error that explains the answer policy by policy; what depends on something that the
 * templates and the request do not say neither is allowed nor is denied.
 */
export function expectMay(
  subject: Subject,
  options: PermissionOptions = {},
): PermissionExpectation {
  const book = saying(() => bookOf(subject, options));
  return {
    of: (who) => ({
      doing: (action, carrying = {}) => ({
        on: (on) => decisionExpectation(book, { who, action, carrying, on }),
      }),
    }),
    only: (names) => ({
      doing: (action, carrying = {}) => ({
        on: (on) => {
          saying(() => {
            judgeOnly(book, names, { action, carrying, on });
          });
        },
      }),
    }),
  };
}

interface Book {
  readonly resources: readonly Resource[];
  readonly permissions: Permissions;
  readonly documents: Documents;
  readonly folder: string;
}

/** @throws BadPolicy */
function bookOf(subject: Subject, { policies = {}, ...options }: PermissionOptions): Book {
  const { resources, folder } = lookedAt(subject, options);
  const permissions = new Permissions(resources);
  const known = permissions.refused();
  const bad = permissions.refused(policies).find((each) => !known.includes(each));
  if (bad !== undefined)
    throw new KitError('BadPolicy', `AWS takes no such policy: ${bad}`, {
      next: 'such as { policies: { session: { name: { Statement: [] } } } }',
    });
  return { resources, permissions, documents: policies, folder };
}

interface Asked {
  readonly action: string;
  readonly carrying: Carried;
  readonly on: string;
}

/** @throws BadAction, BadContext, UnknownPlace, AmbiguousPlace, NotModelled, BadResource */
function questionOf(book: Book, { action, carrying, on }: Asked): Omit<Question, 'who'> {
  const { resources, permissions, documents } = book;
  const types = typesOfAction(action);
  refuseResource(permissions, resources, { action, on, types });
  return { action, on, context: contextIn(carrying, resources), documents };
}

function answerFor({ permissions }: Book, who: string, question: Omit<Question, 'who'>): Answer {
  return namedPrincipal(who, () => permissions.may({ ...question, who }));
}

function decisionExpectation(
  book: Book,
  { who, ...asked }: Asked & { readonly who: string },
): DecisionExpectation {
  const judge = (expected: 'allowed' | 'denied', by: string | undefined): void => {
    const answer = answerFor(book, who, questionOf(book, asked));
    if (isDecision(answer, expected) && (by === undefined || isBy(answer, by))) return;
    const reason = by === undefined ? '' : ` by ${by}`;
    throw new ExpectationFailed(
      `that ${who} -> ${asked.action} on ${asked.on} is ${expected}${reason}`,
      explained(book, answer, { ...asked, who }),
    );
  };
  return {
    isAllowed: (statement) => {
      saying(() => {
        judge('allowed', statement?.by);
      });
    },
    isDenied: (statement) => {
      saying(() => {
        judge('denied', statement?.by);
      });
    },
  };
}

function isDecision({ decision }: Answer, expected: 'allowed' | 'denied'): boolean {
  if (expected === 'allowed') return decision === 'allowed';
  return decision === 'explicit deny' || decision === 'implicit deny';
}

/** Is it the statement of that Sid, or one of that policy: by its place, or by its name where it is in a role? */
function isBy({ decision, by }: Answer, name: string): boolean {
  if (by === undefined || decision === name) return decision === name;
  const { policy, statement } = by;
  const isPolicy =
    policy.name.startsWith(`inline policy ${name} of `) ||
    policy.name.replace(/^policy /, '/').endsWith(`/${name}`);
  return isPolicy || [statement.sid, policy.name, policy.source?.logicalId].includes(name);
}

function judgeOnly(book: Book, names: readonly string[], asked: Asked): void {
  const question = questionOf(book, asked);
  const { action, on } = asked;
  const expected = `that only ${names.join(', ') || 'nobody'} may ${action} on ${on}`;
  const meant = names.map((who) => ({ who, answer: answerFor(book, who, question) }));
  for (const { who, answer } of meant)
    if (answer.decision !== 'allowed')
      throw new ExpectationFailed(expected, explained(book, answer, { ...asked, who }));
  const callers = new Set(meant.map(({ answer }) => answer.caller));
  const others = book.permissions.who(question).filter(({ caller }) => !callers.has(caller));
  const intruders = others.filter((each) => !isDecision(each, 'denied'));
  const surest = intruders.find(({ decision }) => decision === 'allowed') ?? intruders[0];
  if (surest === undefined) return;
  const listed = intruders.map(({ who, decision }) => `${who}${decision === 'depends' ? '?' : ''}`);
  throw new ExpectationFailed(expected, [
    wrapped(`Others may: ${listed.join(', ')}`, 2),
    ...explained(book, surest, { ...asked, who: surest.who }),
  ]);
}

/** What the command says next is typed at a prompt. */
const typed = /( --(who|context|policy) )|(: -c )/;

function explained(
  { permissions, resources, folder }: Book,
  answer: Answer,
  { who, action, on }: Asked & { readonly who: string },
): readonly string[] {
  const data = answerData(answer, { who, action, on });
  const text = answerText(data, {
    ...{ what: '', stageInWords: null, folder, explain: true },
    isInTemplate: isInTemplate(permissions, resources, { action, on }),
  }).filter((line) => !typed.test(line));
  if (answer.decision !== 'depends') return text;
  return [
    ...text,
    "State what is not said: doing(action, { 'aws:Key': value }), { parameters }, { policies } or { assume }",
  ];
}
