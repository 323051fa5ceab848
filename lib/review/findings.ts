/** What the rules find, and which of it somebody accepted: the kit's own and those of the engines, in one list. Pure. */
import type { EngineFinding, Gap } from '../rules/engines/engine.ts';
import type { EngineVerdict } from '../rules/engines/judge.ts';
import { kitRules } from '../rules/kit.ts';
import type { Rule, Subject } from '../rules/rule.ts';
import type { Accepted } from '../template/accepted.ts';
import type { Resource, Template } from '../template/template.ts';
import type { AcceptedFinding, Finding, Report, Standing } from './report.ts';
import { standing } from './standing.ts';

/** What the engines said of these templates. */
export interface Judged {
  readonly templates: readonly Template[];
  readonly verdicts: readonly EngineVerdict[];
}

const byNobody: Judged = { templates: [], verdicts: [] };

/** A finding, and the path of the construct on which it can be accepted. */
interface Found {
  readonly finding: Finding;
  readonly path: string;
}

export function findingsIn(
  subject: Subject,
  accepted: readonly Accepted[],
  judged: Judged = byNobody,
): Pick<Report, 'findings' | 'accepted'> {
  const found = eachOnce(
    inOrder([...kitFindings(subject), ...engineFindings(judged)], subject.resources),
  );
  const entries = [...accepted].sort(byRule);
  const open = found.filter((each) => !entries.some((entry) => covers(entry, each)));
  const ledger = entries
    .map((entry) => acceptedFinding(entry, found, judged))
    .filter((entry) => !isInAdvance(entry));
  const stale = ledger.filter(({ state }) => state === 'stale').map(staleFinding);
  return {
    findings: [...withoutEchoes(open.map(({ finding }) => finding)), ...stale],
    accepted: ledger,
  };
}

function kitFindings(subject: Subject): readonly Found[] {
  return kitRules.flatMap((rule) =>
    rule.breaches(subject).map((resource) => ({
      finding: kitFinding(rule, standing(resource)),
      path: pathOf(resource),
    })),
  );
}

function kitFinding({ id, says, because, source }: Rule, at: Standing): Finding {
  return {
    ...{ id: `${id}@${at.stack}/${at.logicalId}`, rule: id, engine: 'kit', severity: 'error' },
    ...{ says, because, page: source, properties: [], also: [] },
    ...at,
  };
}

function engineFindings({ templates, verdicts }: Judged): readonly Found[] {
  return verdicts.flatMap(({ name, judgements }) =>
    judgements.flatMap(({ findings }, at) => {
      const template = templates[at];
      return template === undefined
        ? []
        : findings.map((each) => engineFinding(name, each, template));
    }),
  );
}

function engineFinding(
  engine: EngineVerdict['name'],
  { at, ...said }: EngineFinding,
  { stack, resources }: Template,
): Found {
  const resource = resources.find(({ logicalId }) => logicalId === at);
  const place = resource === undefined ? beside(stack, at) : standing(resource);
  return {
    finding: { id: `${said.rule}@${stack}/${at}`, engine, ...said, also: [], ...place },
    path: resource === undefined ? stackPath(stack, resources) : pathOf(resource),
  };
}

/** Of a parameter, a condition, an output: `Parameters/Port`. */
function beside(stack: string, at: string): Standing {
  const [section = at] = at.split('/');
  return { stack, logicalId: at, place: at, type: section, source: null, madeAt: null };
}

/** As the CDK noted it, to its end. */
function pathOf({ metadata, path }: Resource): string {
  const noted = metadata['aws:cdk:path'];
  return typeof noted === 'string' ? noted : path;
}

function stackPath(stack: string, resources: readonly Resource[]): string {
  return resources[0]?.path.split('/')[0] ?? stack;
}

/** What fails a synthesis first, then as the templates are read; of one resource, the kit's own first. */
function inOrder(found: readonly Found[], resources: readonly Resource[]): readonly Found[] {
  const places = new Map(resources.map((each, at) => [`${each.stack}/${each.logicalId}`, at]));
  const placeOf = ({ stack, logicalId }: Finding): number =>
    places.get(`${stack}/${logicalId}`) ?? resources.length;
  return found
    .map((each, at) => ({ each, at, ...each.finding, place: placeOf(each.finding) }))
    .sort(
      (one, other) =>
        compare(one.severity, other.severity) || one.place - other.place || one.at - other.at,
    )
    .map(({ each }) => each);
}

/** One rule says of one resource several things: they are one finding. */
function eachOnce(found: readonly Found[]): readonly Found[] {
  const byId = new Map<string, Found[]>();
  for (const each of found) byId.set(each.finding.id, [...(byId.get(each.finding.id) ?? []), each]);
  return [...byId.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const all = [first, ...more].map(({ finding }) => finding);
    const says = [...new Set(all.map((each) => each.says))];
    const properties = [...new Set(all.flatMap((each) => each.properties))];
    return [{ ...first, finding: { ...first.finding, says: several(says), properties } }];
  });
}

/** Things that one line holds. */
const most = 3;

function several(says: readonly string[]): string {
  const more = says.length > most ? ` and ${says.length - most} more` : '';
  return `${says.slice(0, most).join('; ')}${more}`;
}

/** Rules of two engines that ask exactly the same of a resource; what only looks alike is not here. */
const echoes: readonly (readonly [kept: string, echo: string])[] = [
  ['kit/queue-dlq', 'AwsSolutions-SQS3'],
];

/** Where both are open, the second is only named with the first. */
function withoutEchoes(open: readonly Finding[]): readonly Finding[] {
  const ids = new Set(open.map(({ id }) => id));
  const at = ({ id, rule }: Finding): string => id.slice(rule.length);
  const isEcho = (each: Finding): boolean =>
    echoes.some(([kept, echo]) => each.rule === echo && ids.has(`${kept}${at(each)}`));
  return open
    .filter((each) => !isEcho(each))
    .map((each) => ({
      ...each,
      also: echoes.flatMap(([kept, echo]) =>
        each.rule === kept && ids.has(`${echo}${at(each)}`) ? [echo] : [],
      ),
    }));
}

/** On the construct itself, or on one that it is in. */
function covers({ rule, at }: Accepted, { finding, path }: Found): boolean {
  return finding.rule === rule && isIn(path, at);
}

function isIn(path: string, at: string): boolean {
  return (
    path === at || path.startsWith(`${at}/`) || path.replace(/\/(Resource|Default)$/, '') === at
  );
}

function acceptedFinding(
  entry: Accepted,
  found: readonly Found[],
  judged: Judged,
): AcceptedFinding {
  const covered = found.filter((each) => covers(entry, each)).map(({ finding }) => finding);
  const state = covered.length > 0 ? 'covers' : isJudged(entry, judged) ? 'stale' : 'not judged';
  return { ...entry, state, covers: covered };
}

/** Did the engine of the rule look at all that the entry is for? */
function isJudged({ rule, at }: Accepted, { templates, verdicts }: Judged): boolean {
  const engine = engineOf(rule);
  if (engine === 'kit') return true;
  const verdict = verdicts.find(({ name }) => name === engine);
  if (verdict === undefined || verdict.missing !== null) return false;
  return !verdict.judgements.some(({ gaps }, index) =>
    gaps.some((gap) => leavesOpen(gap, { rule, at, template: templates[index] })),
  );
}

interface Asked extends Pick<Accepted, 'rule' | 'at'> {
  readonly template: Template | undefined;
}

function leavesOpen(gap: Gap, { rule, at, template }: Asked): boolean {
  const isOfRule = gap.rule === null || rule === gap.rule || rule.startsWith(`${gap.rule}[`);
  return (
    isOfRule &&
    (template?.resources ?? []).some(
      (each) => (gap.at === null || each.logicalId === gap.at) && isIn(pathOf(each), at),
    )
  );
}

/** Whose rule it is, by its name; nothing for packs that do not run here. */
function engineOf(rule: string): Finding['engine'] | undefined {
  if (rule.startsWith('kit/')) return 'kit';
  if (rule.startsWith('AwsSolutions-')) return 'cdk-nag';
  return /^[EFW]\d{4}$/.test(rule) ? 'CloudFormation Validate' : undefined;
}

/** Who accepted what is no longer found has accepted what comes next. */
function staleFinding({ rule, at }: Accepted): Finding {
  const [stack = at, ...below] = at.split('/');
  return {
    ...{ id: `stale-acceptance@${at}: ${rule}`, rule: 'stale-acceptance', engine: 'kit' },
    ...{ severity: 'warning', says: `${rule} is accepted there and finds nothing` },
    because: 'The next time that it finds something, nobody is told.',
    ...{ page: '', properties: [], also: [] },
    ...{ stack, logicalId: at, place: below.join('/') || at, type: 'acceptance' },
    ...{ source: null, madeAt: null },
  };
}

/** The CDK's own constructs accept what CloudFormation Validate might say of them, whether it does or not. */
function isInAdvance({ rule, state }: AcceptedFinding): boolean {
  return state === 'stale' && engineOf(rule) === 'CloudFormation Validate';
}

function byRule(one: Accepted, other: Accepted): number {
  return compare(one.rule, other.rule) || compare(one.at, other.at);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
