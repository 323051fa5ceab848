/** Who the users are: a user pool, and the browser's client of it. */
import { Duration, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

export class SignIn extends Construct {
  readonly users: cognito.UserPool;
  readonly web: cognito.UserPoolClient;

  constructor(scope: Construct, id: string, isProduction: boolean) {
    super(scope, id);
    this.users = new cognito.UserPool(this, 'Users', {
      signInAliases: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: true,
      autoVerify: { email: true },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireUppercase: true,
        requireLowercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      mfa: isProduction ? cognito.Mfa.REQUIRED : cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      deletionProtection: isProduction,
      ...(isProduction ? watched : {}),
    });
    // A page cannot keep a secret, so its client has none; the password itself never travels (SRP).
    this.web = new cognito.UserPoolClient(this, 'Web', {
      userPool: this.users,
      generateSecret: false,
      disableOAuth: true,
      preventUserExistenceErrors: true,
      // The checks sign A and B in with the admin flow, which needs IAM credentials besides the password.
      authFlows: { userSrp: true, adminUserPassword: !isProduction },
      idTokenValidity: Duration.minutes(60),
      accessTokenValidity: Duration.minutes(60),
      refreshTokenValidity: Duration.days(1),
    });
    if (!isProduction) acknowledgeLearning(this.users);
  }

  /** What an identity pool calls this user pool. */
  get providerName(): string {
    return `cognito-idp.${Stack.of(this).region}.amazonaws.com/${this.users.userPoolId}`;
  }
}

const watched: cognito.UserPoolProps = {
  featurePlan: cognito.FeaturePlan.PLUS,
  standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
};

function acknowledgeLearning(users: cognito.UserPool): void {
  acknowledge(
    users,
    {
      rule: 'AwsSolutions-COG2',
      reason: 'a second factor is optional, so that a check can sign in by password alone',
      inProduction: 'requires a time-based one-time password of everybody',
    },
    {
      rule: 'AwsSolutions-COG8',
      reason: 'threat protection needs the Plus plan, which costs per active user',
      inProduction: 'takes the Plus plan with threat protection on',
    },
  );
}
