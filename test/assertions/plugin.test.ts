/** The kit's rules as a plugin of somebody else's app. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  CfnResource,
  NestedStack,
  Stack,
  Validations,
  type IPolicyValidationPlugin,
} from 'aws-cdk-lib';
import { KitRules, type KitRulesOptions } from '../../lib/assertions/index.ts';
import { kitRules } from '../../lib/rules/kit.ts';
import { thrownBy } from '../template/folder.ts';
import { said } from './said.ts';
import { quietApp } from './shop.ts';

/** As the CDK's command line has it. */
const context = { 'aws:cdk:enable-asset-metadata': true };

beforeAll(() => {
  // The CDK prints what the rules found; here its report is read.
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  jest.spyOn(console, 'error').mockReturnValue(undefined);
  jest.spyOn(console, 'warn').mockReturnValue(undefined);
});
afterAll(() => {
  jest.restoreAllMocks();
});

const key = { type: 'AWS::IAM::AccessKey', properties: { UserName: 'somebody' } };

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath?: string }[];
    }[];
  }[];
}

/** What the CDK says of the app: does it synthesize, and which rule found what. */
function judged(app: App): { fails: boolean; findings: readonly string[] } {
  const thrown = thrownBy(() => app.synth());
  const file = join(app.outdir, 'validation-report.json');
  const { pluginReports } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const findings = pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath = '?' }) => `${ruleName} ${constructPath}`),
    ),
  );
  return { fails: thrown !== undefined, findings };
}

function appWith(options?: KitRulesOptions): { app: App; stack: Stack } {
  const app = quietApp(context);
  const plugin: IPolicyValidationPlugin = new KitRules(options);
  Validations.of(app).addPlugins(plugin);
  return { app, stack: new Stack(app, 'Shop') };
}

test('a breach fails the synthesis, at its construct', () => {
  const { app, stack } = appWith();
  new CfnResource(stack, 'Key', key);
  expect(judged(app)).toEqual({ fails: true, findings: ['kit/no-long-term-keys Shop/Key'] });
});

test('a breach in a nested stack does too', () => {
  const { app, stack } = appWith();
  new CfnResource(new NestedStack(stack, 'Inner'), 'Key', key);
  expect(judged(app)).toMatchObject({
    fails: true,
    findings: [expect.stringMatching(/^kit\/no-long-term-keys /)],
  });
});

test('a breach that is acknowledged, or excepted, fails nothing', () => {
  const { app, stack } = appWith();
  const construct = new CfnResource(stack, 'Key', key);
  const id = 'Kit::kit/no-long-term-keys';
  Validations.of(construct).acknowledge({ id, reason: 'a partner needs it' });
  expect(judged(app)).toEqual({ fails: false, findings: [] });
  const other = appWith({ except: ['kit/no-long-term-keys'] });
  new CfnResource(other.stack, 'Key', key);
  expect(judged(other.app)).toEqual({ fails: false, findings: [] });
});

test('an app without a breach is synthesized, and every rule judged it', () => {
  const { app, stack } = appWith();
  new CfnResource(stack, 'User', { type: 'AWS::IAM::Group' });
  expect(thrownBy(() => app.synth())).toBeUndefined();
  expect(new KitRules().ruleIds).toEqual(kitRules.map(({ id }) => id));
});

test('an app that has its plugins from the beginning fails too', () => {
  const app = new App({
    context,
    builtinCloudFormationValidation: false,
    policyValidationBeta1: [new KitRules()],
  });
  new CfnResource(new Stack(app, 'Shop'), 'Key', key);
  expect(judged(app)).toMatchObject({ fails: true, findings: ['kit/no-long-term-keys Shop/Key'] });
});

test('the first form of the interface, which gives paths alone, is served too', () => {
  const app = quietApp(context);
  const stack = new Stack(app, 'Shop');
  new CfnResource(stack, 'Key', key);
  const { directory } = app.synth();
  const file = join(directory, stack.templateFile);
  expect(new KitRules().validate({ templatePaths: [file] })).toMatchObject({
    success: false,
    violations: [
      {
        ruleName: 'kit/no-long-term-keys',
        violatingResources: [{ resourceLogicalId: 'Key', templatePath: file }],
      },
    ],
  });
});

test('refuses to except a rule that is not there', () => {
  expect(
    said(() => {
      new KitRules({ except: ['kit/no-long-term-key'] });
    }),
  ).toMatch(/^UnknownRule: .*; did you mean 'kit\/no-long-term-keys'\?$/);
});
