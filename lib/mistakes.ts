/** How people break a stack: they forget a thing, they forget a rule, they write a wrong value. Each refuses what would not deploy. */
import {
  CfnElement,
  CfnResource,
  DefaultTokenResolver,
  Reference,
  StringConcat,
  Tokenization,
  type App,
} from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { KitError } from './errors.ts';
import { bundledHandler } from './handlers.ts';

type Class<T> = abstract new (...args: never[]) => T;

/** The one resource with this id or path tail (an L2 stands for its main resource); refuses none and many, naming them. */
export function resource<T extends CfnResource>(app: App, place: string, type: Class<T>): T {
  const found = app.node
    .findAll()
    .filter((each) => `/${each.node.path}`.endsWith(`/${place}`))
    .map((each) => (each instanceof type ? each : each.node.defaultChild))
    .filter((each): each is T => each instanceof type);
  const [only, ...more] = [...new Set(found)];
  if (only === undefined)
    throw new KitError('UnknownPlace', `no ${type.name} is called '${place}'`);
  if (more.length > 0) {
    const paths = [only, ...more].map((each) => each.node.path).join(', ');
    throw new KitError(
      'AmbiguousPlace',
      `more than one ${type.name} is called '${place}': ${paths}`,
    );
  }
  return only;
}

/**
 * Leaves resources out, with the order of creation that others had after them. What else refers to them must be
 * forgotten too, or the stack would not deploy.
 * @throws DanglingReference
 */
export function forget(app: App, ...places: readonly string[]): void {
  const forgotten = places.map((place) => resource(app, place, CfnResource));
  for (const each of forgotten) each.node.scope?.node.tryRemoveChild(each.node.id);
  const left = app.node.findAll();
  for (const each of left) refuseOrderAfter(each, forgotten);
  for (const each of left.filter((one) => CfnElement.isCfnElement(one)))
    refuseDangling(each, forgotten);
}

/** An order between constructs cannot be taken back: the construct library has no way to. */
function refuseOrderAfter(left: IConstruct, forgotten: readonly CfnResource[]): void {
  const before = forgotten.find((each) => left.node.dependencies.includes(each));
  if (before !== undefined) throw dangling(left, before);
}

function refuseDangling(left: CfnElement, forgotten: readonly CfnResource[]): void {
  if (left instanceof CfnResource)
    for (const each of forgotten) left.removeResourceDependency(each);
  const references = referencesOf(left);
  const missed = forgotten.find((each) => references.has(each));
  if (missed !== undefined) throw dangling(left, missed);
}

function dangling(left: IConstruct, missed: IConstruct): KitError {
  return new KitError(
    'DanglingReference',
    `'${left.node.path}' refers to '${missed.node.path}', which is forgotten`,
    { next: 'forget both, or neither' },
  );
}

/** Every construct that the element's part of the template refers to. */
function referencesOf(element: CfnElement): ReadonlySet<IConstruct> {
  const targets = new Set<IConstruct>();
  class Noting extends DefaultTokenResolver {
    override resolveToken(...words: Parameters<DefaultTokenResolver['resolveToken']>): unknown {
      if (Reference.isReference(words[0])) targets.add(words[0].target);
      return super.resolveToken(...words) as unknown;
    }
  }
  const resolver = new Noting(new StringConcat());
  Tokenization.resolve(element._toCloudFormation(), { scope: element, resolver, preparing: true });
  return targets;
}

/** Swaps the code of a function for another handler file of the lab. */
export function swapHandler(app: App, place: string, handler: URL): void {
  const target = resource(app, place, CfnFunction);
  const code = bundledHandler(handler).bind(target);
  target.code = {
    s3Bucket: code.s3Location?.bucketName ?? '',
    s3Key: code.s3Location?.objectKey ?? '',
  };
}
