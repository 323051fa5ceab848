/** How people break a stack: they forget a thing, they forget a rule, they write a wrong value. Each refuses what would not deploy. */
import { CfnResource, Stack, Token, type App } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
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

/** Leaves resources out. What refers to them must be forgotten with them, or the stack would not deploy. */
export function forget(app: App, ...places: readonly string[]): void {
  const forgotten = places.map((place) => resource(app, place, CfnResource));
  for (const each of forgotten) each.node.scope?.node.tryRemoveChild(each.node.id);
  for (const each of forgotten) refuseDangling(app, each);
}

function refuseDangling(app: App, forgotten: CfnResource): void {
  const stack = Stack.of(forgotten);
  const token = Token.asString(forgotten.ref);
  const logicalId = stack.resolve(forgotten.logicalId) as string;
  for (const other of app.node.findAll().filter(CfnResource.isCfnResource)) {
    const template = JSON.stringify(stack.resolve(other._toCloudFormation()));
    const refers = [`{"Ref":"${logicalId}"}`, `"Fn::GetAtt":["${logicalId}"`, token];
    if (refers.some((each) => template.includes(each)))
      throw new KitError(
        'DanglingReference',
        `'${other.node.path}' refers to '${forgotten.node.path}', which is forgotten`,
        { next: 'forget both, or neither' },
      );
  }
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
