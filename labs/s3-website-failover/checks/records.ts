/** The template's records and health check, as far as the checks have to know. */
import type { Capabilities, Properties } from '../../../lib/capabilities.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';
import { failoverBound, promisedBound, type FailoverBound } from './bound.ts';

type Fact = Capabilities['fact'];
type Facts = Capabilities['facts'];

/** How the address of the server is written wherever the template names it. */
const webEip = '${WebEip}';

export async function secondaryOf(facts: Facts): Promise<Properties | undefined> {
  const records = [...(await facts('AWS::Route53::RecordSet')).values()];
  return records.find(({ Failover }) => Failover === 'SECONDARY');
}

/** Without the dot that a fully qualified name may end with. */
export function nameOf({ Name }: Properties): string {
  return String(Name).replace(/\.$/, '');
}

/** The record leads to the Elastic IP and nowhere else. */
export async function judgeRecord(fact: Fact): Promise<Verdict> {
  const { ResourceRecords: value } = await fact('Primary');
  const evidence = {
    kind: 'fact',
    resource: 'Primary',
    property: 'ResourceRecords',
    value,
  } as const;
  const isWeb = JSON.stringify(value) === JSON.stringify([webEip]);
  return isWeb
    ? held('the record holds WebEip', evidence)
    : failed(`the record holds ${String(value)}, not WebEip`, evidence);
}

/** The check asks the Elastic IP. */
export async function judgeCheck(fact: Fact): Promise<Verdict> {
  const { IPAddress: value } = await checkConfig(fact);
  const evidence = {
    kind: 'fact',
    resource: 'PrimaryCheck',
    property: 'IPAddress',
    value,
  } as const;
  return value === webEip
    ? held('the check asks WebEip', evidence)
    : failed(`the check asks ${String(value)}, not WebEip`, evidence);
}

/** Without a check the primary counts as healthy for ever. */
export async function judgeWatched(fact: Fact): Promise<Verdict> {
  const { HealthCheckId } = await fact('Primary');
  return HealthCheckId === '${PrimaryCheck}'
    ? held('the PRIMARY record is watched by PrimaryCheck')
    : failed('the PRIMARY record has no health check: it counts as healthy for ever');
}

export async function checkConfig(fact: Fact): Promise<Properties> {
  return (await fact('PrimaryCheck')).HealthCheckConfig as Properties;
}

/** The named part of the failover bound is no longer than the lab promises. */
export async function judgeBound(fact: Fact, part: keyof FailoverBound): Promise<Verdict> {
  const { RequestInterval = 30, FailureThreshold = 3 } = await checkConfig(fact);
  const { TTL } = await fact('Primary');
  const intervalSeconds = Number(RequestInterval);
  const bound = failoverBound({
    intervalSeconds,
    threshold: Number(FailureThreshold),
    ttlSeconds: Number(TTL),
  });
  const seconds = bound[part];
  const promised = promisedBound(intervalSeconds)[part];
  const says = `${intervalSeconds} s x ${String(FailureThreshold)} + 6 s${
    part === 'clientSeconds' ? ` + TTL ${String(TTL)} s` : ''
  } = ${seconds} s`;
  const evidence = {
    kind: 'fact',
    resource: 'PrimaryCheck',
    property: part,
    value: seconds,
  } as const;
  return seconds <= promised
    ? held(says, evidence)
    : failed(`${says}, more than ${promised} s`, evidence);
}
