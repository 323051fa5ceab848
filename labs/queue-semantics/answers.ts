/** Question and answer over queues: one queue of requests, and an answer to wherever the request says. */
import { Aws, Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import { allow, createFunction } from './functions.ts';
import { createQueue, withoutDead } from './queues.ts';

const responderSeconds = 10;

export class AnswersPart extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const requests = withoutDead(
      createQueue(this, 'Requests', {
        // Six runs of the function: the service tries a batch again before the queue shows it to somebody else.
        visibilityTimeout: Duration.seconds(6 * responderSeconds),
      }),
    );
    // Ten clients behind one queue, told apart by correlation id.
    const answers = withoutDead(createQueue(this, 'Answers'));
    const ofClients = `arn:${Aws.PARTITION}:sqs:${Aws.REGION}:${Aws.ACCOUNT_ID}:resp-*`;
    const responder = createFunction(this, 'Responder', {
      handler: new URL('./handlers/responder.ts', import.meta.url),
      environment: { ANSWERS_URL: answers.queueUrl },
      timeout: Duration.seconds(responderSeconds),
      may: {
        ResponderOnAnswers: allow(['sqs:SendMessage'], answers.queueArn),
        ResponderOnClients: allow(['sqs:SendMessage'], ofClients),
      },
    });
    responder.addEventSource(new SqsEventSource(requests, { batchSize: 10 }));
    acknowledge(this.node.findChild('ResponderOnClients'), {
      rule: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:resp-*]',
      reason: 'clients make and remove their response queues while they run',
      inProduction: 'does the same, or has one response queue for many clients',
    });
  }
}
