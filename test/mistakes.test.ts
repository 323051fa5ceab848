import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnFunction, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket, CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { bundledHandler } from '../lib/handlers.ts';
import { forget, resource, swapHandler } from '../lib/mistakes.ts';
import type { RawTemplate } from '../lib/template/template.ts';

const plain = (): { app: App; stack: Stack } => {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  return { app, stack: new Stack(app, 'Tiny') };
};
const bucketIn = (scope: Construct, id: string): CfnBucket => new CfnBucket(scope, id);
const typesOf = (app: App): readonly string[] =>
  app
    .synth()
    .stacks.flatMap(({ template }) =>
      Object.values((template as RawTemplate).Resources ?? {}).map(({ Type }) => Type),
    );

describe('resource', () => {
  test('finds by id, by the tail of the path and through the construct around it', () => {
    const { app, stack } = plain();
    const files = new Bucket(new Construct(stack, 'Data'), 'Files').node.defaultChild;
    expect(resource(app, 'Files', CfnBucket)).toBe(files);
    expect(resource(app, 'Data/Files', CfnBucket)).toBe(files);
    expect(resource(app, 'Tiny/Data/Files/Resource', CfnBucket)).toBe(files);
  });

  test('refuses a place where nothing of the type is', () => {
    const { app, stack } = plain();
    bucketIn(stack, 'Files');
    const refused = expect.objectContaining({ code: 'UnknownPlace' }) as Error;
    expect(() => resource(app, 'Fil', CfnBucket)).toThrow(refused);
    expect(() => resource(app, 'Files', CfnQueue)).toThrow(refused);
    expect(() => resource(app, 'Files', CfnQueue)).toThrow(`no CfnQueue is called 'Files'`);
  });

  test('refuses a place that means several, and names them', () => {
    const { app, stack } = plain();
    for (const each of ['One', 'Two']) bucketIn(new Construct(stack, each), 'Files');
    expect(() => resource(app, 'Files', CfnBucket)).toThrow(
      expect.objectContaining({
        code: 'AmbiguousPlace',
        message: `more than one CfnBucket is called 'Files': Tiny/One/Files, Tiny/Two/Files`,
      }) as Error,
    );
    expect(resource(app, 'Two/Files', CfnBucket).node.path).toBe('Tiny/Two/Files');
  });
});

describe('forget', () => {
  test('leaves a resource out, and with it what refers to it where both are named', () => {
    const { app, stack } = plain();
    const files = bucketIn(stack, 'Files');
    new CfnBucketPolicy(stack, 'Policy', { bucket: files.ref, policyDocument: {} });
    new CfnQueue(stack, 'Queue');
    forget(app, 'Files', 'Policy');
    expect(typesOf(app)).toEqual(['AWS::SQS::Queue']);
  });

  test.each<[says: string, refer: (stack: Stack, files: CfnBucket, second: Stack) => void]>([
    [
      'a reference',
      (stack, { ref }) => new CfnBucketPolicy(stack, 'Other', { bucket: ref, policyDocument: {} }),
    ],
    [
      'an attribute in a text',
      (stack, { attrArn }) => new CfnQueue(stack, 'Other', { queueName: `x-${attrArn}` }),
    ],
    [
      'a reference in another stack',
      (_, { ref }, second) => new CfnQueue(second, 'Other', { queueName: ref }),
    ],
    ['an output', (stack, { ref }) => new CfnOutput(stack, 'Other', { value: ref })],
    [
      'an order of constructs',
      (stack, files) => {
        new Construct(stack, 'Other').node.addDependency(files);
      },
    ],
  ])('refuses what would leave %s dangling', (_, refer) => {
    const { app, stack } = plain();
    refer(stack, bucketIn(stack, 'Files'), new Stack(app, 'Second'));
    expect(() => {
      forget(app, 'Files');
    }).toThrow(
      expect.objectContaining({
        code: 'DanglingReference',
        message: expect.stringMatching(
          /^'(Tiny|Second)\/Other' refers to 'Tiny\/Files', which is forgotten$/,
        ) as string,
        next: 'forget both, or neither',
      }) as Error,
    );
  });

  test('takes the order of creation along that others had after it', () => {
    const { app, stack } = plain();
    const files = bucketIn(stack, 'Files');
    const other = new CfnQueue(stack, 'Other');
    other.addResourceDependency(files);
    forget(app, 'Files');
    expect(other.obtainDependencies()).toEqual([]);
  });

  test('what has the same name in another stack is something else', () => {
    const { app, stack } = plain();
    const second = new Stack(app, 'Second');
    for (const each of [stack, second]) bucketIn(each, 'Files');
    const { ref } = resource(app, 'Second/Files', CfnBucket);
    new CfnBucketPolicy(second, 'Policy', { bucket: ref, policyDocument: {} });
    forget(app, 'Tiny/Files');
    expect(typesOf(app)).toEqual(['AWS::S3::Bucket', 'AWS::S3::BucketPolicy']);
  });

  test('refuses what is not there', () => {
    expect(() => {
      forget(plain().app, 'Files');
    }).toThrow(`no CfnResource is called 'Files'`);
  });
});

describe('swapHandler', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-swap-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const handlerThatGives = (answer: string): URL => {
    const file = join(folder, `${answer}.ts`);
    writeFileSync(file, `export const handler = (): string => '${answer}';\n`);
    return pathToFileURL(file);
  };
  const keyOf = (app: App): unknown => {
    const template = app.synth({ force: true }).getStackByName('Tiny').template as RawTemplate;
    return Object.values(template.Resources ?? {}).find(
      ({ Type }) => Type === 'AWS::Lambda::Function',
    )?.Properties?.['Code'];
  };

  test('changes the code of the function, and nothing else of it', () => {
    const { app, stack } = plain();
    const code = bundledHandler(handlerThatGives('right'));
    new Function(stack, 'Todos', { code, handler: 'index.handler', runtime: Runtime.NODEJS_22_X });
    const before = keyOf(app);
    swapHandler(app, 'Todos', handlerThatGives('wrong'));
    const after = keyOf(app);
    expect(after).toEqual({
      S3Bucket: expect.anything() as unknown,
      S3Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/) as unknown,
    });
    expect(after).not.toEqual(before);
    expect(resource(app, 'Todos', CfnFunction).handler).toBe('index.handler');
  });

  test('refuses what is no function', () => {
    const { app, stack } = plain();
    new CfnResource(stack, 'Files', { type: 'AWS::S3::Bucket' });
    expect(() => {
      swapHandler(app, 'Files', handlerThatGives('wrong'));
    }).toThrow(`no CfnFunction is called 'Files'`);
  });
});
