/** VPC Reachability Analyzer, played: one path after the other, and what its analyses told. */
import type { PlayedAnswer, PlayedAnswers } from '../../../../support/aws-stub.ts';
import { made } from '../../lives.ts';

export const deployed = [
  made('Bastion', 'AWS::EC2::Instance', 'i-0bastion'),
  made('AppA', 'AWS::EC2::Instance', 'i-0a'),
  made('BastionEip', 'AWS::EC2::EIP', '198.51.100.7'),
  made('NatEip', 'AWS::EC2::EIP', '198.51.100.9'),
  made('Igw', 'AWS::EC2::InternetGateway', 'igw-1'),
  made('WebNacl', 'AWS::EC2::NetworkAcl', 'acl-1'),
  made('AppSg', 'AWS::EC2::SecurityGroup', 'sg-app'),
  made('Fleet', 'AWS::AutoScaling::AutoScalingGroup', 'Lab-Fleet'),
  made('PrivateA', 'AWS::EC2::Subnet', 'subnet-1'),
  made('Nat', 'AWS::EC2::NatGateway', 'nat-1'),
];

export const found = { Status: 'succeeded', NetworkPathFound: true };
export const blocked = (...Explanations: readonly object[]) => ({
  ...{ Status: 'succeeded', NetworkPathFound: false, Explanations },
});
export const running = { Status: 'running' };

/** One path after the other; the analyses as they are told, the last for ever. */
export function analyzing(
  analysis: PlayedAnswer | readonly object[],
  more: PlayedAnswers = {},
): PlayedAnswers {
  let paths = 0;
  let analyses = 0;
  const told = Array.isArray(analysis) ? (analysis as readonly object[]) : [analysis as object];
  return {
    'ec2.CreateNetworkInsightsPath': () => ({
      NetworkInsightsPath: { NetworkInsightsPathId: `nip-${(paths += 1)}` },
    }),
    'ec2.StartNetworkInsightsAnalysis': () => ({
      NetworkInsightsAnalysis: { NetworkInsightsAnalysisId: `nia-${(analyses += 1)}` },
    }),
    'ec2.DescribeNetworkInsightsAnalyses': told.map((each) => ({
      NetworkInsightsAnalyses: [each],
    })),
    'ec2.DeleteNetworkInsightsAnalysis': {},
    'ec2.DeleteNetworkInsightsPath': {},
    'ec2.DescribeInstances': { Reservations: [] },
    ...more,
  };
}

export const flow = { from: 'Bastion', to: 'AppA', flow: 'tcp/22' } as const;
