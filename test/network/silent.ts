/** What a lab can lose without any of its checks noticing on model, and why that is so. */

/** Services of which no check about the network speaks. */
export const silentServices: Readonly<Record<string, string>> = {
  'AWS::IAM': 'who may do what is proved by checks about permissions, not by packets',
  'AWS::Logs': 'a log group carries no traffic',
  'AWS::Route53':
    'names are the affair of checks about resolving, which the model does not answer yet',
  'AWS::Cognito': 'answered by running the API',
  'AWS::Lambda': 'answered by running the API',
  'AWS::ApiGateway': 'answered by running the API',
};

/** Single things, by lab and logical id. */
export const silentThings: Readonly<Record<string, string>> = {
  'alb-asg AlbSgIn44390C05D43': 'no listener is on 443 in the learning variant',
  'alb-asg AppSgOut9000AAF76BDB':
    'the way to the dependency is proved by stopping it, on a target that runs',
  'alb-asg StubSg320FD402': 'as above',
  'alb-asg StubSgIn900030DDA7B2': 'as above',
  'alb-asg StubTemplate': 'as above',
  'alb-asg Stub': 'as above',
  'alb-asg FleetCpu37886948': 'how many hosts there are is no question about packets',
  'bastion-host PublicB': 'no check asks anything of the second zone, where no host is public',
  'bastion-host PublicBAssociation': 'as above',
  'bastion-host PrivateAAssociation':
    'without it the main table applies, which has the same local route',
  'bastion-host PrivateBAssociation': 'as above',
  'bastion-host S3': 'no check asks for packages, which the hosts fetch through it',
  'bastion-host AppSgtopl63a5400a443BA7E1EFE': 'as above',
  'bastion-host AppSgfromBastionHostAppSg839E7E688080BA02D5A4':
    'no check asks one app host from the other',
  'bastion-host AppSgtoBastionHostAppSg839E7E6880803D86AFE2': 'as above',
  'bastion-host Administrators': 'a key pair carries no traffic',
  'nacl-and-security-groups WebNaclIn110BA0BF039': 'no check asks port 8443',
  'nacl-and-security-groups AppNaclOut1102A1B2EF0':
    'no check asks App to Web on 443 through the ACL alone',
  'nacl-and-security-groups AppSubnetAcl':
    'without it the default ACL applies, which lets through what is asked of App',
  'vpc-public-private PublicSg SecurityGroupIngress 1':
    'no check asks a public host from its neighbour',
};

/** A group that loses its only outbound rule, or the placeholder of it, gets AWS's own, which allows everything. */
export const lastOutboundRule = /SecurityGroupEgress 0$/;
