/** Two stacks of one small shop: the network of one is used by the other. */
import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  type IVpc,
  Instance,
  InstanceType,
  MachineImage,
  Port,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

export interface Shop {
  readonly app: App;
  readonly network: Stack;
  readonly stack: Stack;
  readonly web: Instance;
  readonly db: Instance;
}

export function shop(app = quietApp()): Shop {
  const network = new Stack(app, 'Net');
  const vpc = new Vpc(network, 'Vpc', { maxAzs: 2, natGateways: 1 }) as IVpc;
  const stack = new Stack(app, 'Shop');
  const host = {
    instanceType: new InstanceType('t3.micro'),
    machineImage: MachineImage.latestAmazonLinux2023(),
  };
  const inPublic = { vpcSubnets: { subnetType: SubnetType.PUBLIC } };
  const web = new Instance(stack, 'Web', { vpc, ...host, ...inPublic });
  const db = new Instance(stack, 'Db', { vpc, ...host });
  web.connections.allowFromAnyIpv4(Port.tcp(443));
  db.connections.allowFrom(web, Port.tcp(5432));
  const todos = new Table(stack, 'Todos', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
  });
  const list = new LambdaFunction(stack, 'List', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
  });
  todos.grantReadData(list);
  return { app, network, stack, web, db };
}

export function quietApp(context: Readonly<Record<string, unknown>> = {}): App {
  return new App({ context, analyticsReporting: false, builtinCloudFormationValidation: false });
}
