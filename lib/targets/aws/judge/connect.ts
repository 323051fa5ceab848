/** `connect`: one TCP connection, from a host of the lab or from this machine, and what the far end says. */
import type { FlowRequest, Place } from '../../../capabilities.ts';
import { KitError, Unavailable } from '../../../errors.ts';
import { parseFlow } from '../../../network/ask/flow.ts';
import { protocols } from '../../../network/services.ts';
import { outsideHosts } from '../../../outside.ts';
import { deployedAt } from '../../api/deployed.ts';
import { hostsAt, type HostOnAws } from './hosts.ts';
import type { LiveLab } from './live-lab.ts';
import type { End, Outside } from './outside.ts';
import { runOn } from './shell.ts';

/**
 * Of several hosts every one connects to every one, and all of them must come to the same end.
 * @throws Unavailable where nothing can be sent from there, or the ends differ
 */
export async function connect(
  lab: LiveLab,
  outside: Outside,
  { from, to, flow }: FlowRequest,
): Promise<End> {
  const port = portOf(flow);
  const isFromOutside = from === 'internet' || from in outsideHosts(lab.parameters);
  const ends = isFromOutside
    ? await fromHere(lab, outside, { from, to, port })
    : await fromHosts(lab, { from, to, port });
  const different = [...new Set(ends.map(([, end]) => end))];
  const [only, ...more] = different;
  if (only === undefined) throw new Unavailable(`there is no host at ${from} or at ${to} now`);
  if (more.length > 0)
    throw new Unavailable(`not one end: ${ends.map((each) => each.join(' ')).join(', ')}`);
  return only;
}

interface Asked {
  readonly from: Place;
  readonly to: Place;
  readonly port: number;
}
type Ends = readonly (readonly [target: string, end: End])[];

async function fromHere(lab: LiveLab, outside: Outside, { from, to, port }: Asked): Promise<Ends> {
  await outside.speakAs(from);
  const ends: (readonly [string, End])[] = [];
  for (const address of await addressesOf(lab, to, 'public'))
    // Nothing in the internet leads to a host without a public address.
    ends.push([to, address === undefined ? 'unreachable' : await outside.connect(address, port)]);
  return ends;
}

async function fromHosts(lab: LiveLab, { from, to, port }: Asked): Promise<Ends> {
  const senders = await hostsAt(lab, from);
  const targets = await addressesOf(lab, to, 'private');
  const ends: (readonly [string, End])[] = [];
  for (const sender of senders)
    for (const address of targets)
      if (address !== undefined)
        ends.push([`${sender.id} to ${address}`, await probe(lab, sender, { address, port })]);
  return ends;
}

/** Undefined for what has no address of that kind. */
async function addressesOf(
  lab: LiveLab,
  to: Place,
  kind: 'public' | 'private',
): Promise<readonly (string | undefined)[]> {
  if (to in outsideHosts(lab.parameters))
    throw new Unavailable(`'${to}' has an address set aside for documentation: nobody is there`);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(to)) return [to];
  const { type, physicalId } = /^i-/.test(to)
    ? { type: 'AWS::EC2::Instance', physicalId: to }
    : deployedAt(lab.deployed, to);
  if (type === 'AWS::EC2::EIP') return [physicalId];
  if (type === 'AWS::ElasticLoadBalancingV2::LoadBalancer') return [await balancerName(lab, to)];
  const hosts = await hostsAt(lab, to);
  return hosts.map((host: HostOnAws) =>
    kind === 'public' ? host.publicAddress : host.privateAddress,
  );
}

/** The DNS name of a load balancer of the lab. */
export async function balancerName(
  { client, deployed }: Pick<LiveLab, 'client' | 'deployed'>,
  place: Place,
): Promise<string> {
  const { physicalId } = deployedAt(deployed, place, ['AWS::ElasticLoadBalancingV2::LoadBalancer']);
  const { LoadBalancers } = await client.send(
    'elastic-load-balancing-v2',
    'DescribeLoadBalancers',
    { LoadBalancerArns: [physicalId] },
  );
  const [balancer] = (LoadBalancers ?? []) as readonly { readonly DNSName?: string }[];
  if (balancer?.DNSName === undefined) throw new Unavailable(`${place} has no name yet`);
  return balancer.DNSName;
}

/** @throws BadFlow, Unavailable: silence to a datagram says nothing, and a range is no connection */
function portOf(flow: FlowRequest['flow']): number {
  const parsed = parseFlow(flow);
  if (parsed === undefined)
    throw new KitError('BadFlow', `'${flow}' is no flow`, { next: 'such as tcp/443' });
  const [first, last] = parsed.ports;
  if (parsed.protocol !== protocols.tcp || first !== last)
    throw new Unavailable(`one TCP port is connected to, not ${flow}`);
  return first;
}

const boundSeconds = 5;

/** Python where there is one, which tells the ends apart best; else the shell. The mark keeps other output out. */
function script(address: string, port: number): readonly string[] {
  return [
    'if command -v python3 >/dev/null 2>&1; then',
    "python3 - <<'PROBE'",
    'import errno, socket',
    'names = {0: "open", errno.ECONNREFUSED: "refused", errno.EHOSTUNREACH: "unreachable",',
    '         errno.ENETUNREACH: "unreachable", errno.ETIMEDOUT: "timeout", errno.EAGAIN: "timeout"}',
    's = socket.socket(socket.AF_INET, socket.SOCK_STREAM)',
    `s.settimeout(${boundSeconds})`,
    'try:',
    `    code = s.connect_ex((${JSON.stringify(address)}, ${port}))`,
    '    print("end-of-probe:" + names.get(code, "errno " + str(code)))',
    'except socket.timeout:',
    '    print("end-of-probe:timeout")',
    'except OSError as problem:',
    '    print("end-of-probe:" + str(problem))',
    'PROBE',
    'else',
    `said=$(timeout ${boundSeconds} bash -c ${quoted(`exec 3<>/dev/tcp/${address}/${port}`)} 2>&1); code=$?`,
    'case "$code:$said" in',
    '0:*) end=open ;; 124:*) end=timeout ;; *refused*) end=refused ;;',
    '*"timed out"*) end=timeout ;; *route*|*unreachable*) end=unreachable ;; *) end="$said" ;;',
    'esac',
    'echo "end-of-probe:$end"',
    'fi',
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

async function probe(
  lab: LiveLab,
  sender: HostOnAws,
  { address, port }: { address: string; port: number },
): Promise<End> {
  const { code, output } = await runOn(lab, sender, script(address, port));
  const said = /^end-of-probe:(.*)$/m.exec(output)?.[1];
  if (said === 'open' || said === 'refused' || said === 'timeout' || said === 'unreachable')
    return said;
  const what = said ?? `code ${code}: ${output.trim().slice(0, 200)}`;
  throw new Unavailable(`the probe on ${sender.id} could not tell: ${what}`);
}
