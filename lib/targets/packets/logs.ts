/** What instances wrote while they booted, and what auto scaling groups did. */
import type { LogLine } from '../target.ts';
import { instanceCalled } from './entering.ts';
import type { LabStatus } from './engine/status.ts';
import type { EngineClient } from './engine-client.ts';

type Told = LabStatus['hosts'][number];

/** @param place an instance by name or id; every one, and the groups, where there is none */
export async function logsOf(
  client: EngineClient,
  lab: string,
  place: string | undefined,
): Promise<readonly LogLine[]> {
  const { hosts, events } = await client.call<LabStatus>('status', null);
  if (place !== undefined) return bootLog(client, instanceCalled(lab, place, hosts));
  const all: LogLine[] = [];
  for (const each of hosts) all.push(...(await bootLog(client, each)));
  return [...all, ...events.map(eventLine)];
}

async function bootLog(client: EngineClient, { place, name }: Told): Promise<readonly LogLine[]> {
  const text = (await client.call<string | null>('log', place)) ?? '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ at: '', from: name, text: line }));
}

/** `2026-11-22T20:31:02.000Z Fleet launches ...` */
function eventLine(event: string): LogLine {
  const [at = ''] = event.split(' ');
  return { at, from: 'group', text: event.slice(at.length + 1) };
}
