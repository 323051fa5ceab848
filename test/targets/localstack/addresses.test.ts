import type { Deployed } from '../../../lib/targets/api/deployed.ts';
import { localAddress as addressOf } from '../../../lib/targets/emulated/addresses.ts';
import { addressFor } from '../../../lib/targets/localstack/addresses.ts';

const endpoint = 'http://127.0.0.1:4566';
const deployed = (type: string, logicalId: string, properties = {}): Deployed => ({
  stack: 'S',
  logicalId,
  path: `S/${logicalId}`,
  type,
  physicalId: `${logicalId.toLowerCase()}1`,
  properties,
});
const api = deployed('AWS::ApiGateway::RestApi', 'Api');
const stage = deployed('AWS::ApiGateway::Stage', 'Stage', {
  RestApiId: '${Api}',
  StageName: 'prod',
});
const bucket = deployed('AWS::S3::Bucket', 'Files');

test('a REST API answers under its stage, a bucket at its REST endpoint', () => {
  expect(addressOf(api, [api, stage], endpoint)).toEqual({
    url: `${endpoint}/_aws/execute-api/api1/prod`,
  });
  expect(addressOf(api, [api], endpoint)).toBeUndefined();
  expect(addressOf(bucket, [bucket], endpoint)).toEqual({ url: `${endpoint}/files1` });
  expect(addressOf(stage, [api, stage], endpoint)).toBeUndefined();
});

const site = 'site.s3-website.us-east-1.localhost.localstack.cloud:4566';
test.each([
  ['http://site.s3-website-us-east-1.amazonaws.com', { url: endpoint, host: site }],
  ['http://site.s3-website.us-east-1.amazonaws.com/a/', { url: `${endpoint}/a`, host: site }],
  ['http://site.s3-website.localhost.localstack.cloud:4566', { url: endpoint, host: site }],
  [
    'http://my.site.s3-website-eu-west-1.amazonaws.com/',
    { url: endpoint, host: 'my.site.s3-website.eu-west-1.localhost.localstack.cloud:4566' },
  ],
  [
    'https://api1.execute-api.us-east-1.amazonaws.com/prod/',
    { url: `${endpoint}/_aws/execute-api/api1/prod` },
  ],
  [
    'https://fn1.lambda-url.us-east-1.on.aws/',
    { url: endpoint, host: 'fn1.lambda-url.us-east-1.localhost.localstack.cloud:4566' },
  ],
  ['https://example.com/', undefined],
])('%s is answered at %j', (url, address) => {
  expect(addressFor(new URL(url), endpoint)).toEqual(address);
});
