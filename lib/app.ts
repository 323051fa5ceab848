/** createApp(): the one way from a lab to a CDK app, used by plain CDK, by the commands and by the tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  CliCredentialsStackSynthesizer,
  RemovalPolicies,
  Tags,
  type IReusableStackSynthesizer,
} from 'aws-cdk-lib';
import { faultOf, loadLab } from './catalog.ts';
import { KitError } from './errors.ts';
import { givenOf, type Parameters } from './parameters.ts';
import { root } from './root.ts';
import { registerRules } from './rules/packs.ts';

export interface AppOptions {
  readonly lab: string;
  readonly stage: string;
  readonly parameters: Parameters;
  /** An experiment or counter-example whose mistake is made before synthesis. */
  readonly fault?: string | undefined;
  /** Where the assembly goes. @default a temporary folder of the CDK's */
  readonly outdir?: string;
  /** Judge the template by the rule packs during synthesis; an unacknowledged finding then fails it. @default false */
  readonly rules?: boolean;
}

const settled = {
  // What the CDK CLI switches on: every resource knows its construct path, every function its code.
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  // The recommended weak references are written as Fn::GetStackOutput, which no emulator resolves.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

/** The app of a lab at a stage. Nothing is synthesized yet. */
export async function createApp(options: AppOptions): Promise<App> {
  const lab = await loadLab(options.lab);
  const given = givenOf(lab, options.stage, options.parameters);
  const app = new App({
    context: { ...recommendedFlags(), ...settled },
    analyticsReporting: false,
    // The caller's own credentials and one asset bucket: the same template for an account and for an emulator.
    defaultStackSynthesizer: new CliCredentialsStackSynthesizer() as IReusableStackSynthesizer,
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
    // Costs ten times the synthesis: on where the rules are judged, off in short commands.
    builtinCloudFormationValidation: options.rules === true,
  });
  const architecture = await lab.architecture();
  architecture.build(app, given);
  Tags.of(app).add('lab:id', options.lab);
  if (given.parameter('variant') === 'learning') RemovalPolicies.of(app).destroy();
  if (options.fault !== undefined) await makeMistake(app, options.lab, options.fault);
  if (options.rules === true)
    registerRules(app, given.parameter('variant') === 'learning' ? 'learning' : 'production');
  return app;
}

/** The feature flags of `cdk.json`: without them a template in a test is not the template that is deployed. */
function recommendedFlags(): Record<string, unknown> {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  return context;
}

async function makeMistake(app: App, labId: string, id: string): Promise<void> {
  const fault = await faultOf(labId, id);
  if (fault.mistake === undefined)
    throw new KitError('NothingToSynthesize', `'${id}' disturbs what runs; it changes no template`);
  fault.mistake(app);
}
