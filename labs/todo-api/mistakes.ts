/** What people do wrong with this API: with its methods, its stage, and who may do what. */
import type { App } from 'aws-cdk-lib';
import { CfnStage, RestApi, type CfnMethod } from 'aws-cdk-lib/aws-apigateway';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPolicy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { resource } from '../../lib/mistakes.ts';

export function openMethod(method: CfnMethod): void {
  method.authorizationType = 'NONE';
  method.authorizerId = undefined;
}

/** The stage serves the last deployment: a changed method is seen only with a new one, which a new logical id makes. */
export function redeploy(app: App, because: string): void {
  const api = app.node.findAll().find((each) => each instanceof RestApi);
  api?.latestDeployment?.addToLogicalId(because);
}

/** Methods are served as the stage says, without a new deployment. */
export function setCaching(app: App, setting: CfnStage.MethodSettingProperty): void {
  const stage = resource(app, 'DeploymentStage.prod', CfnStage);
  const others = (stage.methodSettings as readonly CfnStage.MethodSettingProperty[]).filter(
    (each) => each.resourcePath !== setting.resourcePath,
  );
  stage.methodSettings = [...others, setting];
}

export function allowItems(app: App, actions: string[]): void {
  const table = resource(app, 'Data/Todos', CfnTable).attrArn;
  resource(app, 'TodosOnTable', CfnPolicy).policyDocument = allowing(actions, table);
}

export function allowFiles(app: App, below: string): void {
  const bucket = resource(app, 'Attachments', CfnBucket).attrArn;
  const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];
  resource(app, 'OwnFiles', CfnPolicy).policyDocument = allowing(actions, `${bucket}/${below}`);
}

function allowing(actions: string[], on: string): PolicyDocument {
  return new PolicyDocument({ statements: [new PolicyStatement({ actions, resources: [on] })] });
}
