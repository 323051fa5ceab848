/** The stand-in speaks each service's protocol so that the real SDK understands it, both ways. */
import { AwsRefusal, refusalOf, type Properties } from '../../lib/capabilities.ts';
import { clientFor, type Client } from '../../lib/targets/api/client.ts';
import { exchanges } from './aws-exchanges.ts';
import { withAws, type PlayedAnswers, type AwsStub } from './aws-stub.ts';

const identity = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

function asking<T>(
  answers: PlayedAnswers,
  work: (client: Client, stub: AwsStub) => Promise<T>,
): Promise<T> {
  return withAws(answers, (stub) =>
    work(
      clientFor({ endpoint: stub.endpoint, region: 'eu-central-1', identity, attempts: 1 }),
      stub,
    ),
  );
}

test.each(exchanges)(
  '%s carries its input there and its answer back',
  async (call, input, output) => {
    await asking({ [call]: { ...output } }, async (client, stub) => {
      expect(await sent(client, call, input)).toMatchObject(output);
      expect(stub.calls).toEqual([call]);
      expect(stub.asked[0]?.input).toMatchObject(input);
    });
  },
);

const refusing = [
  ['sts.GetCallerIdentity', {}, 'ExpiredToken'],
  ['cloudformation.DescribeStacks', { StackName: 'S' }, 'ValidationError'],
  ['ec2.DescribeVpcs', {}, 'UnauthorizedOperation'],
  ['dynamodb.DescribeTable', { TableName: 'T' }, 'ResourceNotFoundException'],
  ['cloudwatch-logs.DescribeLogGroups', {}, 'AccessDeniedException'],
  ['lambda.GetFunction', { FunctionName: 'F' }, 'ResourceNotFoundException'],
  ['s3.GetBucketTagging', { Bucket: 'b' }, 'NoSuchTagSet'],
  ['route-53.GetHostedZone', { Id: 'Z' }, 'NoSuchHostedZone'],
] as const;

test.each(refusing)('%s is refused with the word that was played', async (call, input, error) => {
  const answers = { [call]: { error, status: 403, message: 'no & never' } };
  await asking(answers, async (client) => {
    const refusal = await refusalOf(sent(client, call, input));
    expect(refusal).toBeInstanceOf(AwsRefusal);
    expect(refusal).toMatchObject({ code: error, status: 403, message: 'no & never' });
  });
});

test('who signed and for which region is seen', async () => {
  await asking({ 'ec2.DescribeVpcs': {} }, async (client, stub) => {
    await client.send('ec2', 'DescribeVpcs', {});
    expect(stub.asked).toMatchObject([{ accessKey: 'AKIDEXAMPLE', region: 'eu-central-1' }]);
  });
});

test('a bucket that is not there is told by its status alone', async () => {
  await asking({ 's3.HeadBucket': { error: 'NotFound', status: 404 } }, async (client) => {
    const refusal = await refusalOf(client.send('s3', 'HeadBucket', { Bucket: 'gone' }));
    expect(refusal).toMatchObject({ code: 'NotFound', status: 404 });
  });
});

test('answers in a row are given one after the other, the last again and again', async () => {
  const answers = {
    'ssm.GetParameter': [{ error: 'ParameterNotFound' }, { Parameter: { Value: '1' } }],
  };
  await asking(answers, async (client) => {
    const ask = () => client.send('ssm', 'GetParameter', { Name: 'n' });
    await expect(ask()).rejects.toMatchObject({ code: 'ParameterNotFound' });
    expect(await ask()).toMatchObject({ Parameter: { Value: '1' } });
    expect(await ask()).toMatchObject({ Parameter: { Value: '1' } });
  });
});

test('an answer may depend on what was asked', async () => {
  const answers: PlayedAnswers = {
    'dynamodb.DescribeTable': ({ TableName }) => ({ Table: { TableName, ItemCount: 0 } }),
  };
  await asking(answers, async (client) => {
    const found = await client.send('dynamodb', 'DescribeTable', { TableName: 'Mine' });
    expect(found).toMatchObject({ Table: { TableName: 'Mine' } });
  });
});

test('a throttled call is tried again by the SDK, and both are seen', async () => {
  const answers = { 'sts.GetCallerIdentity': [{ error: 'Throttling' }, { Account: '1' }] };
  await withAws(answers, async (stub) => {
    const client = clientFor({ endpoint: stub.endpoint, region: 'us-east-1', identity });
    expect(await client.send('sts', 'GetCallerIdentity', {})).toMatchObject({ Account: '1' });
    expect(stub.calls).toEqual(['sts.GetCallerIdentity', 'sts.GetCallerIdentity']);
  });
});

test('what was uploaded and what is downloaded are the bytes themselves', async () => {
  const answers = {
    's3.PutObject': {},
    'lambda.Invoke': { StatusCode: 200, Payload: '{"ok":true}' },
  };
  await asking(answers, async (client, stub) => {
    await client.send('s3', 'PutObject', { Bucket: 'b', Key: 'k/x', Body: 'bytes' });
    expect(String(stub.asked[0]?.input['Body'])).toContain('bytes');
    const { Payload } = await client.send('lambda', 'Invoke', { FunctionName: 'F', Payload: '{}' });
    expect(Buffer.from(Payload as Uint8Array).toString()).toBe('{"ok":true}');
  });
});

test('a call without a written answer is refused, named, and seen', async () => {
  await asking({}, async (client, stub) => {
    const refusal = await refusalOf(client.send('iam', 'DeleteRole', { RoleName: 'R' }));
    expect(refusal?.message).toBe('the stub has no answer to iam.DeleteRole');
    expect(stub.calls).toEqual(['iam.DeleteRole']);
  });
});

function sent(client: Client, call: string, input: object): Promise<Properties> {
  const [service = '', command = ''] = call.split('.');
  return client.send(service, command, { ...input });
}
