/** Policies as they are written: one file each, so that one can be swapped for another. */
import { CfnResource } from 'aws-cdk-lib';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnBucketPolicy, type Bucket, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnQueuePolicy, type Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { textOf } from './files.ts';

/** Text as it stands in the files -> what it is in this deployment. */
export type Names = Readonly<Record<string, string>>;

/** The policies of a stack, each called as its file is. */
export class Policies extends Construct {
  private names: Names;

  constructor(scope: Construct, names: Names) {
    super(scope, 'Policies');
    this.names = names;
  }

  /** What else files may name from here on. */
  alsoNamed(names: Names): this {
    this.names = { ...this.names, ...names };
    return this;
  }

  managed(file: string): CfnManagedPolicy {
    return new CfnManagedPolicy(this, idOf(file), { policyDocument: this.document(file) });
  }

  /** The bucket by its name, as the file has it. */
  ofBucket(file: string, { node }: Bucket): CfnBucketPolicy {
    const bucket = node.defaultChild as CfnBucket;
    const policy = new CfnBucketPolicy(this, idOf(file), {
      bucket: bucket.bucketName ?? bucket.ref,
      policyDocument: this.document(file),
    });
    policy.addResourceDependency(bucket);
    return policy;
  }

  ofQueue(file: string, queue: Queue): CfnQueuePolicy {
    return new CfnQueuePolicy(this, idOf(file), {
      queues: [queue.queueUrl],
      policyDocument: this.document(file),
    });
  }

  document(file: string): unknown {
    return JSON.parse(this.text(file));
  }

  /** Puts another file in the place of this one: as data where it parses, otherwise as the text that it is. */
  swap(file: string, other: string): void {
    const policy = this.node.findChild(idOf(file));
    if (CfnResource.isCfnResource(policy))
      policy.addPropertyOverride('PolicyDocument', parsed(this.text(other)));
  }

  private text(file: string): string {
    return Object.entries(this.names).reduce(
      (text, [name, value]) => text.replaceAll(name, () => value),
      textOf(`policies/${file}`),
    );
  }
}

/** `deny-outside-office.json` -> `DenyOutsideOffice` */
export function idOf(file: string): string {
  const words = file.replace(/^.*\/|\.json$/g, '').split('-');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
