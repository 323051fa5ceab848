import { PublishCommand, SNSClient, type PublishCommandInput } from '@aws-sdk/client-sns';

const sns = new SNSClient();

export async function publish(message: PublishCommandInput): Promise<void> {
  await sns.send(new PublishCommand(message));
}
