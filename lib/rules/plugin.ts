/** The kit's rules as a validation plugin of the CDK, by its form alone: it runs under any version that has such plugins. */
import { basename } from 'node:path';
import { KitError, saying } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { kitRules } from './kit.ts';
import { subjectOf, type Rule, type Subject } from './rule.ts';
import { withNested } from '../template/nested.ts';
import { readStack } from '../template/read.ts';
import { placed } from '../template/resolved.ts';
import type { StackFile } from '../template/template.ts';
import { together } from '../template/together.ts';

export interface KitRulesOptions {
  /** Rules that do not judge, such as `kit/record-ttl`. @default every rule judges */
  readonly except?: readonly string[];
  /** What is meant to be torn down again is not told what only production needs. @default 'production' */
  readonly variant?: 'learning' | 'production';
}

/** What the CDK hands to a plugin. */
export interface PluginContext {
  readonly templatePaths: readonly string[];
  /** Absent in the first versions of the interface. */
  readonly stackTemplates?: readonly {
    readonly stackConstructPath: string;
    readonly templatePath: string;
    readonly accountId?: string | undefined;
    readonly region?: string | undefined;
  }[];
}

/** What the CDK takes from a plugin: mutable, as it wants it. */
export interface PluginReport {
  success: boolean;
  violations: PluginViolation[];
}

export interface PluginViolation {
  ruleName: string;
  severity: string;
  description: string;
  violatingResources: { resourceLogicalId: string; templatePath: string; locations: string[] }[];
}

/** `Validations.of(app).addPlugins(new KitRules())`: a finding that nobody acknowledged fails the synthesis. */
export class KitRules {
  readonly name = 'Kit';
  readonly ruleIds: string[];
  private readonly rules: readonly Rule[];
  private readonly variant: Subject['variant'];

  constructor({ except = [], variant = 'production' }: KitRulesOptions = {}) {
    saying(() => {
      for (const each of except) refuseUnknown(each);
    });
    this.rules = kitRules.filter(({ id }) => !except.includes(id));
    this.ruleIds = this.rules.map(({ id }) => id);
    this.variant = variant;
  }

  validate(context: PluginContext): PluginReport {
    return saying(() => {
      const { files } = withNested(stacksIn(context), readStack);
      const { templates } = together(files);
      const resources = templates.flatMap((template) => template.resources);
      const subject = subjectOf(resources, this.variant);
      const fileOf = new Map(templates.map(({ stack, file }) => [stack, file]));
      const violations = this.rules.flatMap((rule) => violationsOf(rule, subject, fileOf));
      return { success: violations.length === 0, violations };
    });
  }
}

/** @throws UnknownRule */
function refuseUnknown(id: string): void {
  const ids = kitRules.map((rule) => rule.id);
  if (ids.some((each) => each === id)) return;
  throw new KitError('UnknownRule', `no rule is called '${id}'`, {
    next: nearest(id, ids) ?? `there are: ${ids.join(', ')}`,
  });
}

function stacksIn({ stackTemplates, templatePaths }: PluginContext): readonly StackFile[] {
  if (stackTemplates === undefined)
    return templatePaths.map((file) => readStack(file, basename(file, '.template.json')));
  return stackTemplates.map(({ stackConstructPath, templatePath, accountId, region }) => ({
    ...readStack(templatePath, stackConstructPath),
    ...placed({ account: accountId, region }),
  }));
}

function violationsOf(
  rule: Rule,
  subject: Subject,
  fileOf: ReadonlyMap<string, string>,
): PluginViolation[] {
  const found = rule.breaches(subject);
  if (found.length === 0) return [];
  return [
    {
      ruleName: rule.id,
      severity: 'error',
      description: `${rule.says}. ${rule.because} ${rule.source}`,
      violatingResources: found.map(({ stack, logicalId }) => ({
        resourceLogicalId: logicalId,
        templatePath: fileOf.get(stack) ?? '',
        locations: ['Properties'],
      })),
    },
  ];
}
