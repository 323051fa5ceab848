/** cdk-nag's AwsSolutions on templates: it judges constructs, so each template is included in a stack of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, type CfnResource } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, NagMessageLevel, NagRuleCompliance, type IApplyRule } from 'cdk-nag';
import { messageOf } from '../../errors.ts';
import type { RawTemplate } from '../../template/template.ts';
import { own } from '../../template/values.ts';
import { notJudged, type Engine, type EngineFinding, type Gap, type Judgement } from './engine.ts';

const page = 'https://github.com/cdklabs/cdk-nag/blob/main/RULES.md#awssolutions';

export const nag: Engine = {
  judge(templates, folder) {
    const outdir = join(folder, 'nag.out');
    const app = new App({ analyticsReporting: false, autoSynth: false, outdir });
    return templates.map(({ file }, at) => judged(new Stack(app, `Template${at}`), file));
  },
};

function judged(stack: Stack, templateFile: string): Judgement {
  const pack = new RecordingPack();
  try {
    new CfnInclude(stack, 'Included', { templateFile });
    pack.validateScope(stack);
  } catch (error) {
    return notJudged(`the CDK cannot include it: ${withoutPath(messageOf(error), stack)}`);
  }
  const unseen = idsIn(templateFile).filter((id) => !pack.seen.has(id));
  return {
    findings: pack.findings,
    gaps: [...pack.gaps, ...unseen.map((at) => ({ rule: null, at, why: 'the CDK leaves it out' }))],
    rules: pack.rules.size,
  };
}

function idsIn(file: string): readonly string[] {
  const { Resources = {} } = JSON.parse(readFileSync(file, 'utf8')) as RawTemplate;
  return Object.keys(Resources);
}

/** Rules that look at one class of a type, where the CDK includes the type as another. */
const blindTo: Readonly<Record<string, readonly string[]>> = {
  'AWS::EKS::Cluster': ['AwsSolutions-EKS1', 'AwsSolutions-EKS2'],
};
const ofAnotherClass = 'it does not know the class as which the CDK includes it';

/** The pack itself reports a rule that throws as a finding of that rule; here the two are kept apart. */
class RecordingPack extends AwsSolutionsChecks {
  readonly findings: EngineFinding[] = [];
  readonly gaps: Gap[] = [];
  readonly rules = new Set<string>();
  readonly seen = new Set<string>();

  /** In an app these are constructs without a type, which no rule looks at; who writes it has no say in them. */
  protected override checkResource(node: CfnResource): void {
    this.seen.add(logicalIdOf(node));
    const blind = own(blindTo, node.cfnResourceType) ?? [];
    this.gaps.push(...blind.map((rule) => ({ rule, at: logicalIdOf(node), why: ofAnotherClass })));
    if (!/\/Custom::\w+CustomResourceProvider\//.test(String(node.getMetadata('aws:cdk:path'))))
      super.checkResource(node);
  }

  protected override applyRule(of: IApplyRule): void {
    const rule = `${this.packName}-${of.ruleSuffixOverride ?? of.rule.name}`;
    this.rules.add(rule);
    try {
      const result = of.rule(of.node);
      const found = Array.isArray(result)
        ? result.map((each) => `${rule}[${each}]`)
        : result === NagRuleCompliance.NON_COMPLIANT
          ? [rule]
          : [];
      this.findings.push(...[...new Set(found)].map((id) => findingOf(id, of)));
    } catch (error) {
      this.gaps.push({ rule, at: logicalIdOf(of.node), why: gapOf(messageOf(error)) });
    }
  }
}

function findingOf(rule: string, of: IApplyRule): EngineFinding {
  return {
    rule,
    severity: of.level === NagMessageLevel.ERROR ? 'error' : 'warning',
    says: of.info.replace(/\.$/, ''),
    because: of.explanation,
    ...{ page, at: logicalIdOf(of.node), properties: [] },
  };
}

/** Included resources are called as in their template. */
function logicalIdOf(node: CfnResource): string {
  return node.node.id;
}

function gapOf(message: string): string {
  return message.includes('non-primitive value')
    ? 'a value that it needs is known only at deployment'
    : `the rule itself failed: ${message}`;
}

/** The CDK names the place in the throw-away app, which nobody knows. */
function withoutPath(message: string, stack: Stack): string {
  return message.replaceAll(`${stack.node.path}/Included/`, '').replace(/\s+/g, ' ').trim();
}
