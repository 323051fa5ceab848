/** CloudFormation Validate, as the CDK brings it along, on templates: it reads them as they are written. */
import { join } from 'node:path';
import {
  App,
  CloudFormationValidatePlugin,
  type PolicyViolatingResource,
  type PolicyViolation,
} from 'aws-cdk-lib';
import { messageOf } from '../../errors.ts';
import {
  notJudged,
  type Engine,
  type EngineFinding,
  type Judgeable,
  type Judgement,
} from './engine.ts';

const page =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-validate.html';

export const validate: Engine = {
  judge(templates, folder) {
    const app = new App({
      analyticsReporting: false,
      autoSynth: false,
      outdir: join(folder, 'v.out'),
    });
    const plugin = new CloudFormationValidatePlugin();
    const judge = (some: readonly Judgeable[]): readonly Judgement[] =>
      judgementsOf(some, plugin.validate(contextOf(some, app)).violations);
    try {
      return judge(templates);
    } catch {
      // One that the engine cannot read takes the others with it: they are judged one by one then.
      return templates.map((each) => orWhyNot(() => judge([each])));
    }
  },
};

function contextOf(
  templates: readonly Judgeable[],
  appConstruct: App,
): Parameters<CloudFormationValidatePlugin['validate']>[0] {
  return {
    appConstruct,
    templatePaths: templates.map(({ file }) => file),
    stackTemplates: templates.map(({ file, account, region }) => ({
      stackConstructPath: 'Template',
      templatePath: file,
      accountId: account,
      region,
    })),
  };
}

function orWhyNot(judge: () => readonly Judgement[]): Judgement {
  try {
    return judge()[0] ?? notJudged('it said nothing');
  } catch (error) {
    return notJudged(`it cannot read it: ${messageOf(error).replace(/\s+/g, ' ')}`);
  }
}

function judgementsOf(
  templates: readonly Judgeable[],
  violations: readonly PolicyViolation[],
): readonly Judgement[] {
  return templates.map(({ file }) => {
    const here = violations.flatMap((violation) =>
      violation.violatingResources
        .filter(({ templatePath }) => templatePath === file)
        .map((resource) => ({ violation, resource })),
    );
    const isCutShort = here.some(({ violation }) => violation.ruleName === cutShort);
    return {
      findings: here.filter(({ violation }) => !isNoise(violation)).map(findingOf),
      gaps: isCutShort
        ? [
            {
              rule: null,
              at: null,
              why: 'it gave up part of the way, the template asks too much of it',
            },
          ]
        : [],
      rules: null,
    };
  });
}

interface Found {
  readonly violation: PolicyViolation;
  readonly resource: PolicyViolatingResource;
}

function findingOf({ violation, resource }: Found): EngineFinding {
  const { ruleName, severity, description, fix = '' } = violation;
  const { resourceLogicalId, locations } = resource;
  return {
    rule: ruleName,
    severity: severity === 'error' ? 'error' : 'warning',
    says: description.replace(/\s+/g, ' ').replace(/\.$/, ''),
    ...{ because: fix, page },
    at: resourceLogicalId ?? locations[0] ?? 'Template',
    properties: resourceLogicalId === undefined ? [] : locations,
  };
}

/** The engine's own budget was used up. */
const cutShort = 'W9052';

const noise: Readonly<Record<string, string>> = {
  [cutShort]: 'of the engine, not of the template: a gap',
  W1030: 'the default of a parameter that is empty where a condition asks for it',
  W2001: 'a parameter that nothing uses does no harm',
  W7001: 'a mapping that nothing uses does no harm',
  W8001: 'nor does a condition; a branch that is not taken may have used it',
  W2509: 'what looks like a secret by its name: AllowUsersToChangePassword, SecretsKeyAlias',
  W9003: "'80' for 80: CloudFormation takes either",
};

/** What is right by the letter, and would drown the rest. An empty text stands for a parameter that is asked for first. */
function isNoise({ ruleName, description }: PolicyViolation): boolean {
  return Object.hasOwn(noise, ruleName) || /(^|: )'' does not match /.test(description);
}
