/** What cdk.json runs: `npx cdk synth -c lab=todo-api -c stage=2`. Without `lab` nothing would be clear, so it asks. */
import { App } from 'aws-cdk-lib';
import { createApp } from '../lib/app.ts';
import { labIds, loadLab } from '../lib/catalog.ts';
import { KitError } from '../lib/errors.ts';
import { parametersOf } from '../lib/parameters.ts';
import { parseStage, shownStage } from '../lib/stages.ts';

// Made only to read the context that the CDK CLI hands over; it must not synthesize itself over the lab's app.
const context = new App({ autoSynth: false }).node;
const typed = (name: string): string | undefined =>
  context.tryGetContext(name) as string | undefined;

async function main(): Promise<void> {
  const id = typed('lab');
  if (id === undefined)
    throw new KitError('NoLab', `say which lab: -c lab=<id> with one of ${labIds().join(', ')}`);
  const lab = await loadLab(id);
  const chosen = Object.keys(parametersOf(lab)).flatMap((name) => {
    const value = typed(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const stage = typed('stage');
  const app = await createApp({
    lab: id,
    stage: stage === undefined ? shownStage(lab) : parseStage(lab, stage),
    parameters: Object.fromEntries(chosen),
    fault: typed('experiment'),
    rules: true,
  });
  app.synth();
}

main().catch((error: unknown) => {
  process.stderr.write(
    error instanceof KitError
      ? `${error.message}${error.next === undefined ? '' : `\n${error.next}`}\n`
      : `${String(error)}\n`,
  );
  process.exitCode = error instanceof KitError ? 3 : 1;
});
