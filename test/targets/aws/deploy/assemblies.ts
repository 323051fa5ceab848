/** An assembly of one stack with a topic, and a person who may make it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { account, region } from '../played-stacks.ts';

export const bucket = `cdk-hnb659fds-assets-${account}-${region}`;

export interface Assembly {
  readonly folder: string;
  remove(): void;
}

const bucketName = 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}';

/** File -> what is in it. */
const files = {
  'TodoApi.template.json': {
    Resources: { News: { Type: 'AWS::SNS::Topic', DeletionPolicy: 'Delete' } },
  },
  'TodoApi.assets.json': {
    version: '55.0.0',
    files: {
      hash: {
        source: { path: 'TodoApi.template.json', packaging: 'file' },
        destinations: { here: { bucketName, objectKey: 'hash.json' } },
      },
    },
    dockerImages: {},
  },
  'manifest.json': {
    version: '55.0.0',
    artifacts: {
      'TodoApi.assets': { type: 'cdk:asset-manifest', properties: { file: 'TodoApi.assets.json' } },
      TodoApi: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        dependencies: ['TodoApi.assets'],
        displayName: 'TodoApi',
        properties: {
          templateFile: 'TodoApi.template.json',
          stackTemplateAssetObjectUrl: `s3://${bucketName}/hash.json`,
          validateOnSynth: false,
        },
      },
    },
  },
};

/** Also sets LAB_CONFIG: `ann` may make labs in the played account. */
export function assemblyOfTopic(): Assembly {
  const path = mkdtempSync(join(tmpdir(), 'lab-aws-'));
  const folder = join(path, 'assembly');
  mkdirSync(folder);
  for (const [file, content] of Object.entries(files))
    writeFileSync(join(folder, file), JSON.stringify(content));
  const config = join(path, 'lab.config.json');
  writeFileSync(config, JSON.stringify({ allow: [{ account, regions: [region] }], owner: 'ann' }));
  process.env['LAB_CONFIG'] = config;
  return {
    folder,
    remove: () => {
      delete process.env['LAB_CONFIG'];
      rmSync(path, { recursive: true, force: true });
    },
  };
}
