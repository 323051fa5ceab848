/** The manifest of an assembly folder -> where the templates of its stacks are. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KitError } from '../errors.ts';
import { badTemplate } from './malformed.ts';
import { readWritten } from './source.ts';
import { isMap, textOf } from './values.ts';

interface Listed {
  readonly stack: string;
  readonly file: string;
  readonly account?: string;
  readonly region?: string;
}

type Map = Readonly<Record<string, unknown>>;

interface Artifact {
  readonly id: string;
  readonly type: unknown;
  readonly properties: Map;
  readonly environment: unknown;
}

/**
 * The stacks of an assembly, those of the assemblies in it too, each after those it depends on.
 * @throws NotAnAssembly, BadTemplate
 */
export function stacksListed(folder: string, above: readonly string[] = []): readonly Listed[] {
  const file = join(folder, 'manifest.json');
  if (!existsSync(file))
    throw new KitError('NotAnAssembly', `${folder} has no manifest.json`, {
      next: 'name a folder that cdk synth wrote',
    });
  const here = [...above, resolve(folder)];
  return inOrder(artifactsOf(file), file).flatMap(({ id, type, properties, environment }) => {
    if (type === 'aws:cloudformation:stack')
      return [
        {
          stack: textOf(properties['stackName'] ?? id),
          file: join(folder, textOf(properties['templateFile'])),
          ...placeIn(environment),
        },
      ];
    const inner = join(folder, textOf(properties['directoryName']));
    if (here.includes(resolve(inner))) throw badTemplate(file, `assembly ${id} holds itself`);
    return stacksListed(inner, here);
  });
}

/** `aws://111122223333/eu-west-1`; `unknown-...` where whoever deploys decides. */
function placeIn(environment: unknown): Pick<Listed, 'account' | 'region'> {
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(textOf(environment)) ?? [];
  return {
    ...(/^\d{12}$/.test(account) ? { account } : {}),
    ...(region === '' || region.startsWith('unknown-') ? {} : { region }),
  };
}

function artifactsOf(file: string): Map {
  const { artifacts = {} } = readWritten(file).value;
  if (isMap(artifacts)) return artifacts;
  throw badTemplate(file, 'its artifacts are no map');
}

function inOrder(artifacts: Map, file: string): readonly Artifact[] {
  const ordered = new Map<string, Artifact>();
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) throw badTemplate(file, `${[...path, id].join(' -> ')} is a circle`);
    const artifact = Object.hasOwn(artifacts, id) ? artifacts[id] : undefined;
    if (!isMap(artifact) || !isWanted(artifact['type']) || ordered.has(id)) return;
    for (const each of needsOf(artifact)) visit(each, [...path, id]);
    const { type, environment } = artifact;
    ordered.set(id, { id, type, environment, properties: propertiesOf(artifact, file) });
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return [...ordered.values()];
}

function needsOf({ dependencies }: Map): readonly string[] {
  return Array.isArray(dependencies) ? dependencies.map(textOf) : [];
}

function propertiesOf({ properties = {} }: Map, file: string): Map {
  if (isMap(properties)) return properties;
  throw badTemplate(file, 'the properties of a stack are no map');
}

function isWanted(type: unknown): boolean {
  return type === 'aws:cloudformation:stack' || type === 'cdk:cloud-assembly';
}
