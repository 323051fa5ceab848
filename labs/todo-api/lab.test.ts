import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../lib/app.ts';
import { describeLab } from '../../test/support/describe-lab.ts';

async function rest(variant: string): Promise<Template> {
  const app = await createApp({ lab: 'todo-api', stage: 'rest', parameters: { variant } });
  return Template.fromStack(Stack.of(app.node.findChild('TodoApi')));
}

describeLab('todo-api', () => {
  test('stage 1 has no network and no custom resource: an emulator runs all of it', async () => {
    const { Resources } = (await rest('learning')).toJSON() as { Resources: object };
    const types = Object.values(Resources).map(({ Type }: { Type: string }) => Type);
    expect(types.filter((type) => /^(Custom|AWS::CloudFormation|AWS::EC2)::/.test(type))).toEqual(
      [],
    );
  });

  test('the function may not scan: no request of one user reads the items of all', async () => {
    const policies = (await rest('learning')).findResources('AWS::IAM::Policy');
    expect(JSON.stringify(policies)).not.toMatch(/Scan|dynamodb:\*/);
  });

  test.each(['learning', 'production'])(
    '%s decides who signs in by password alone',
    async (variant) => {
      const clients = (await rest(variant)).findResources('AWS::Cognito::UserPoolClient', {
        Properties: { ExplicitAuthFlows: Match.arrayWith(['ALLOW_ADMIN_USER_PASSWORD_AUTH']) },
      });
      expect(Object.keys(clients)).toHaveLength(variant === 'learning' ? 1 : 0);
    },
  );
});
