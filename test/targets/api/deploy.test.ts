/** Stacks that CloudFormation does not even begin with. */
import { AwsRefusal } from '../../../lib/capabilities.ts';
import { silent } from '../../../lib/output/host.ts';
import type { Client } from '../../../lib/targets/api/client.ts';
import { deployStack } from '../../../lib/targets/api/deploy.ts';

function clientThat(refuses: Error): Client {
  return {
    send: (_service: string, command: string) =>
      command === 'DescribeStacks' ? Promise.resolve({ Stacks: [] }) : Promise.reject(refuses),
  } as unknown as Client;
}

const stack = { name: 'Shop', raw: { Resources: {} } };

test('a template that is refused is a failed deployment, with the words of the refusal', async () => {
  const refusal = new AwsRefusal('ValidationError', 400, 'parameter Ami does not exist');
  await expect(deployStack(clientThat(refusal), stack, silent)).rejects.toMatchObject({
    code: 'DeploymentFailed',
    message: expect.stringContaining('Shop is refused: ') as string,
    next: expect.stringContaining('--on model') as string,
  });
});

test('any other failure stays what it is', async () => {
  const failure = new Error('socket closed');
  await expect(deployStack(clientThat(failure), stack, silent)).rejects.toBe(failure);
});
