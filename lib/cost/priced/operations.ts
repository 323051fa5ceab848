/** Keys, secrets, alarms, logs and parameters. */
import { fixed, several, unpriced, used } from '../charge.ts';
import { at, isUnknown, listAt, numberOf, textAt } from '../values.ts';
import type { Pricer, Pricers } from './pricer.ts';

/** Below this period an alarm is a high-resolution one. */
const standardSeconds = 60;

/** Billed for each metric that it looks at. */
const alarm: Pricer = ({ properties }) => {
  const metrics = listAt(properties, 'Metrics').flatMap((each) => {
    const looked = at(each, 'MetricStat');
    return looked === undefined ? [] : [looked];
  });
  const periods = metrics.length > 0 ? metrics : [properties];
  const isFast = periods.some(
    (each) => (numberOf(at(each, 'Period')) ?? standardSeconds) < standardSeconds,
  );
  const price = isFast ? 'cloudwatch/alarm-high-resolution' : 'cloudwatch/alarm';
  const what = isFast ? 'high-resolution alarm metric' : 'alarm metric';
  return [fixed(several(periods.length, what), price, { quantity: periods.length })];
};

const parameter: Pricer = ({ properties }) => {
  const tier = textAt(properties, 'Tier') ?? 'Standard';
  if (tier === 'Standard') return [];
  return tier === 'Advanced'
    ? [fixed('advanced parameter', 'ssm/advanced-parameter')]
    : [unpriced(isUnknown(tier) ? `Tier is ${tier}` : 'its tier depends on its size')];
};

const certificateAuthority: Pricer = ({ properties }) =>
  textAt(properties, 'UsageMode') === 'SHORT_LIVED_CERTIFICATE'
    ? [fixed('certificate authority, short-lived', 'private-ca/short-lived')]
    : [fixed('certificate authority', 'private-ca/general')];

export const operations: Pricers = {
  'AWS::KMS::Key': () => [fixed('key', 'kms/key'), used('requests', 'kms/request', 'keyRequests')],
  'AWS::KMS::ReplicaKey': () => [fixed('replica key', 'kms/key')],
  'AWS::SecretsManager::Secret': () => [
    fixed('secret', 'secrets/secret'),
    used('requests', 'secrets/request', 'keyRequests'),
  ],
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': () => [fixed('composite alarm', 'cloudwatch/composite-alarm')],
  'AWS::CloudWatch::Dashboard': () => [fixed('dashboard', 'cloudwatch/dashboard')],
  'AWS::Logs::LogGroup': () => [used('lines written', 'cloudwatch/logs', 'logs')],
  'AWS::SSM::Parameter': parameter,
  'AWS::ACMPCA::CertificateAuthority': certificateAuthority,
};
