/** The rule packs as validation plugins of the CDK: AwsSolutions and the kit's own. */
import {
  Validations,
  type App,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyViolation,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readFileSync } from 'node:fs';
import { resolveStack } from '../template/read.ts';
import type { RawTemplate } from '../template/template.ts';
import { kitRules } from './kit.ts';
import { subjectOf, type Rule, type Subject } from './rule.ts';

/** Both packs judge when the app is synthesized; an unacknowledged finding of severity error fails the synthesis. */
export function registerRules(app: App, variant: string): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new KitRules(variant));
}

class KitRules implements IPolicyValidationPlugin {
  readonly name = 'Kit';
  readonly ruleIds = kitRules.map((rule) => rule.id);
  private readonly variant: string;

  constructor(variant: string) {
    this.variant = variant;
  }

  validate({ stackTemplates }: IPolicyValidationContext): PolicyValidationPluginReport {
    const exports = new Map<string, unknown>();
    const templates = stackTemplates.map(({ stackConstructPath: stack, templatePath: file }) => {
      const raw = JSON.parse(readFileSync(file, 'utf8')) as RawTemplate;
      return resolveStack({ stack, file, raw }, exports);
    });
    const resources = templates.flatMap((template) => template.resources);
    const variant = this.variant === 'learning' ? 'learning' : 'production';
    const subject = subjectOf(resources, variant);
    const fileOf = new Map(templates.map(({ stack, file }) => [stack, file]));
    const violations = kitRules.flatMap((rule) => violationsOf(rule, subject, fileOf));
    return { success: violations.length === 0, violations };
  }
}

function violationsOf(
  rule: Rule,
  subject: Subject,
  fileOf: ReadonlyMap<string, string>,
): PolicyViolation[] {
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
