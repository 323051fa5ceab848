/** `reach`: VPC Reachability Analyzer, which proves from the configuration that is deployed. No packet is sent. */
import { randomUUID } from 'node:crypto';
import type { FlowRequest, Passage, Properties } from '../../../../capabilities.ts';
import { KitError, messageOf, Unavailable } from '../../../../errors.ts';
import { parseFlow } from '../../../../network/ask/flow.ts';
import { protocols, type Range } from '../../../../network/services.ts';
import { arrivesOf, becauseOf, leavesAs, natOn, traceOf, type Analysis } from './explanations.ts';
import { publicAddresses } from '../hosts.ts';
import { nameOf, until, type LiveLab } from '../live-lab.ts';
import { endsAt, type End } from './reach-ends.ts';
import type { Tag } from '../../stacks/tags.ts';

/** US dollars. @see https://aws.amazon.com/vpc/pricing/ (Network Analysis) */
export const pricePerAnalysis = 0.1;

/** Analyses that the service runs at once for an account, by default 6: room is left for others. */
const atOnce = 4;
const wait = { everySeconds: 3, withinSeconds: 300 };
export const analysisSeconds = wait.withinSeconds;

/** Questions of one run: the price is agreed to once. */
export class Analyzer {
  private readonly lab: LiveLab;
  private readonly tags: readonly Tag[];
  private agreed: Promise<boolean> | undefined;
  private readonly queue: (() => void)[] = [];
  private running = 0;

  constructor(lab: LiveLab, tags: readonly Tag[] = []) {
    this.lab = lab;
    this.tags = tags;
  }

  /**
   * Of several ends every one is asked for with every one. A range of ports is sampled where something of it gets
   * through: its ends are asked for by themselves.
   * @throws Unavailable for what the analyzer cannot answer, and where nobody agreed to its price
   */
  async reach(request: FlowRequest): Promise<Passage> {
    const flow = flowOf(request);
    const sources = await endsAt(this.lab, request.from);
    const targets = await endsAt(this.lab, request.to);
    const pairs = sources.flatMap((from) => targets.map((to) => ({ from, to, ...flow })));
    if (pairs.length === 0)
      throw new Unavailable(`there is nothing at ${request.from} or at ${request.to} now`);
    await this.agree(pairs.length);
    const analyses = await this.all(pairs);
    const [first, last] = flow.ports;
    const isSampled = first !== last && analyses.some((each) => each.NetworkPathFound === true);
    if (!isSampled) return this.passage(analyses);
    const edges = [first, last].flatMap((port) =>
      pairs.map((pair) => ({ ...pair, ports: [port, port] as const })),
    );
    const whole = await this.passage([...analyses, ...(await this.all(edges))]);
    return { ...whole, sampled: true };
  }

  /** @throws Unavailable */
  private async agree(analyses: number): Promise<void> {
    const { host } = this.lab;
    this.agreed ??= host.confirm(
      `VPC Reachability Analyzer costs $${pricePerAnalysis.toFixed(2)} per analysis, one for each pair of a check (now ${analyses}). Ask it?`,
    );
    if (!(await this.agreed))
      throw new Unavailable(
        `nobody agreed to $${pricePerAnalysis.toFixed(2)} per analysis of VPC Reachability Analyzer (--yes does)`,
      );
  }

  private all(pairs: readonly Pair[]): Promise<readonly Analysis[]> {
    return settledAll(pairs.map((pair) => this.inTurn(() => this.analysed(pair))));
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= atOnce) await new Promise<void>((resolve) => this.queue.push(resolve));
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.queue.shift()?.();
    }
  }

  /** Ctrl-C waits for it: path and analysis are gone afterwards, however it ends. */
  private async analysed(pair: Pair): Promise<Analysis> {
    const made: Made = {};
    const work = this.analyse(pair, made).finally(() => this.forget(made));
    const undo = this.lab.host.onInterrupt(() => work.then(nothing, nothing));
    try {
      return await work;
    } finally {
      undo.forget();
    }
  }

  private async analyse(pair: Pair, made: Made): Promise<Analysis> {
    const { client, signal } = this.lab;
    signal.throwIfAborted();
    const { NetworkInsightsPath } = await client.send('ec2', 'CreateNetworkInsightsPath', {
      ...pathOf(pair),
      ClientToken: randomUUID(),
      TagSpecifications: this.tagged('network-insights-path'),
    });
    made.path = idOf(NetworkInsightsPath, 'NetworkInsightsPathId');
    signal.throwIfAborted();
    const { NetworkInsightsAnalysis } = await client.send('ec2', 'StartNetworkInsightsAnalysis', {
      NetworkInsightsPathId: made.path,
      ClientToken: randomUUID(),
      TagSpecifications: this.tagged('network-insights-analysis'),
    });
    made.analysis = idOf(NetworkInsightsAnalysis, 'NetworkInsightsAnalysisId');
    return this.ended(made.analysis);
  }

  private async ended(analysis: string): Promise<Analysis> {
    const found = await until(this.lab, wait, async () => {
      const { NetworkInsightsAnalyses } = await this.lab.client.send(
        'ec2',
        'DescribeNetworkInsightsAnalyses',
        { NetworkInsightsAnalysisIds: [analysis] },
      );
      const [now] = (NetworkInsightsAnalyses ?? []) as readonly Analysis[];
      return now?.Status === 'running' ? undefined : now;
    });
    if (found === undefined)
      throw new Unavailable(`the analysis ${analysis} has no end after ${wait.withinSeconds} s`);
    if (found.Status !== 'succeeded')
      throw new Unavailable(`the analysis failed: ${found.StatusMessage ?? String(found.Status)}`);
    return found;
  }

  /** What cannot be deleted costs nothing, and is said: a path stands in the account until somebody deletes it. */
  private async forget(made: Made): Promise<void> {
    const { client, host } = this.lab;
    const { path, analysis } = made;
    try {
      if (analysis !== undefined)
        await client.send('ec2', 'DeleteNetworkInsightsAnalysis', {
          NetworkInsightsAnalysisId: analysis,
        });
      if (path !== undefined)
        await client.send('ec2', 'DeleteNetworkInsightsPath', { NetworkInsightsPathId: path });
    } catch (error) {
      host.warn(`${path ?? 'a path'} of Reachability Analyzer is left: ${messageOf(error)}`);
    }
  }

  private tagged(ResourceType: string): Properties[] {
    return [{ ResourceType, Tags: this.tags }];
  }

  private async passage(analyses: readonly Analysis[]): Promise<Passage> {
    const arrives = arrivesOf(analyses);
    const shown =
      analyses.find(
        ({ NetworkPathFound }) => (NetworkPathFound === true) === (arrives === 'yes'),
      ) ?? {};
    const named = (id: string): string => nameOf(this.lab.deployed, id);
    const trace = traceOf(shown, named);
    if (arrives !== 'yes')
      return { arrives, because: becauseOf(shown.Explanations ?? [], named), trace };
    const seenAs = await this.seenAs(shown);
    return { arrives, ...(seenAs === undefined ? {} : { seenAs }), trace };
  }

  /** The Elastic IP, host or NAT gateway of the lab whose address leaves it. */
  private async seenAs(analysis: Analysis): Promise<string | undefined> {
    const { client, deployed } = this.lab;
    const nat = natOn(analysis);
    const left = leavesAs(analysis);
    if (nat === undefined && left === undefined) return undefined;
    const places = await publicAddresses(this.lab);
    const seen = left === undefined ? undefined : places.get(left);
    if (seen !== undefined || nat === undefined) return seen;
    const { NatGateways } = await client.send('ec2', 'DescribeNatGateways', {
      NatGatewayIds: [nat],
    });
    const addresses = ((NatGateways ?? []) as readonly Nat[]).flatMap(
      ({ NatGatewayAddresses = [] }) =>
        NatGatewayAddresses.flatMap(({ PublicIp }) => PublicIp ?? []),
    );
    const known = addresses.map((each) => places.get(each)).find((each) => each !== undefined);
    return known ?? nameOf(deployed, nat);
  }
}

interface Nat {
  readonly NatGatewayAddresses?: readonly { readonly PublicIp?: string }[];
}
interface Made {
  path?: string;
  analysis?: string;
}
interface Flow {
  readonly protocol: 'tcp' | 'udp';
  readonly ports: Range;
  readonly sourcePort?: number;
}
interface Pair extends Flow {
  readonly from: End;
  readonly to: End;
}

/** @throws BadFlow, Unavailable: the analyzer knows TCP and UDP */
function flowOf({ flow, sourcePort }: FlowRequest): Flow {
  const parsed = parseFlow(flow);
  if (parsed === undefined)
    throw new KitError('BadFlow', `'${flow}' is no flow`, { next: 'such as tcp/443' });
  if (parsed.protocol !== protocols.tcp && parsed.protocol !== protocols.udp)
    throw new Unavailable(`Reachability Analyzer knows TCP and UDP, not ${flow}`);
  return {
    protocol: parsed.protocol === protocols.tcp ? 'tcp' : 'udp',
    ports: parsed.ports,
    ...(sourcePort === undefined ? {} : { sourcePort }),
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInsightsPath.html */
function pathOf({ from, to, protocol, ports: [FromPort, ToPort], sourcePort }: Pair): Properties {
  return {
    Source: from.id,
    Destination: to.id,
    Protocol: protocol,
    FilterAtSource: {
      DestinationPortRange: { FromPort, ToPort },
      ...(sourcePort === undefined
        ? {}
        : { SourcePortRange: { FromPort: sourcePort, ToPort: sourcePort } }),
      ...(from.address === undefined ? {} : { SourceAddress: from.address }),
      ...(to.address === undefined ? {} : { DestinationAddress: to.address }),
    },
  };
}

const nothing = (): void => undefined;

function idOf(output: unknown, key: string): string {
  return String((output as Properties)[key]);
}

/** Waits for all, so that nothing goes on behind an error, and then throws the first. */
async function settledAll<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(works);
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}
