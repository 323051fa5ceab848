/** What is typed -> what a review is made of: `lab diff` needs it too, and none of the renderings. */
import { KitError } from '../errors.ts';
import type { Host } from '../output/host.ts';
import type { Reviewing } from '../review/review.ts';
import type { Opened } from '../template/open.ts';
import { acceptedIn } from '../template/accepted.ts';
import type { Typed } from './command.ts';
import { openedWhat } from './what.ts';

/**
 * Not judged by other engines yet.
 * @param name `LAB@STAGE`, a lab, a template or an assembly folder
 * @throws Macro, and whatever opening it throws
 */
export async function reviewing(name: string, typed: Typed, host: Host): Promise<Reviewing> {
  const { lab: words, opened, folder } = await openedWhat(askedFor(name, typed), host);
  refuseMacros(opened);
  const isLearning = words !== null && words.parameters['variant'] !== 'production';
  return {
    name,
    stage: words?.stage ?? null,
    folder,
    opened,
    accepted: acceptedIn(words === null ? name : folder),
    verdicts: [],
    variant: isLearning ? 'learning' : 'production',
  };
}

/** They add a stack or a deployment beside what is written, and change nothing of it. */
const adding = /^AWS::(CodeDeployBlueGreen|SecretsManager-[\d-]+|ServiceCatalog)$/;

/**
 * A report on what is not there would call it harmless.
 * @throws Macro
 */
function refuseMacros({ macros }: Opened): void {
  const first = macros.find(({ name }) => !adding.test(name));
  if (first === undefined) return;
  throw new KitError(
    'Macro',
    `${first.file} is not yet what is deployed: CloudFormation runs ${first.name} over it first, and nobody else can`,
    {
      next: 'review what comes out of it: aws cloudformation get-template --template-stage Processed --stack-name NAME',
    },
  );
}

/** @throws BadOption */
function askedFor(name: string, { words, options }: Typed): Typed {
  const [, lab, stage] = /^([a-z0-9-]+)@(.+)$/.exec(name) ?? [];
  if (lab === undefined) return { words: [name], options };
  if (name === words[0] && options['stage'] !== undefined)
    throw new KitError('BadOption', `${name} says the stage, and --stage says it again`);
  return { words: [lab], options: { ...options, stage } };
}
