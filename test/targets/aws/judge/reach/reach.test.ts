/** `reach` on AWS: VPC Reachability Analyzer, played. What it made is gone afterwards, however it ended. */
import type { Host } from '../../../../../lib/output/host.ts';
import { Analyzer } from '../../../../../lib/targets/aws/judge/reach/reach.ts';
import { createdByKit } from '../../../../../lib/targets/aws/stacks/tags.ts';
import { withAws } from '../../../../support/aws-stub.ts';
import { quietHost } from '../../../../support/quiet-host.ts';
import { analyzing, blocked, deployed, flow, found, running } from './analyses.ts';
import { liveLab } from '../../lives.ts';

const deleted = ['ec2.DeleteNetworkInsightsAnalysis', 'ec2.DeleteNetworkInsightsPath'];

test('waits until the analysis has ended, tells the way, and deletes analysis and path', async () => {
  const way = {
    ...found,
    ForwardPathComponents: [
      { SequenceNumber: 1, Component: { Id: 'i-0bastion' } },
      { SequenceNumber: 2, Component: { Id: 'sg-app' } },
    ],
  };
  await withAws(analyzing([running, running, way]), async (stub) => {
    const said = await new Analyzer(liveLab(stub, deployed), [createdByKit]).reach(flow);

    expect(said).toMatchObject({
      arrives: 'yes',
      trace: {
        hops: [
          { at: 'Bastion', gate: 'instance' },
          { at: 'AppSg', gate: 'security group' },
        ],
      },
    });
    expect(stub.asked[0]?.input).toMatchObject({
      ...{ Source: 'i-0bastion', Destination: 'i-0a', Protocol: 'tcp' },
      FilterAtSource: { DestinationPortRange: { FromPort: 22, ToPort: 22 } },
      TagSpecifications: [{ Tags: [createdByKit] }],
    });
    expect(stub.calls.slice(-2)).toEqual(deleted);
  });
});

test('a range of which something gets through is sampled at its ends', async () => {
  await withAws(analyzing([found, found, blocked()]), async (stub) => {
    const said = await new Analyzer(liveLab(stub, deployed)).reach({ ...flow, flow: 'tcp/20-25' });

    expect(said).toMatchObject({ arrives: 'partly', sampled: true });
    const starts = stub.calls.filter((each) => each === 'ec2.StartNetworkInsightsAnalysis');
    expect(starts.length).toBe(3);
  });
});

test('a range of which nothing gets through is one analysis', async () => {
  await withAws(analyzing(blocked()), async (stub) => {
    const said = await new Analyzer(liveLab(stub, deployed)).reach({
      ...flow,
      flow: 'tcp/1-65535',
    });

    expect(said.arrives).toBe('no');
    expect(said).not.toHaveProperty('sampled');
    expect(stub.calls.filter((each) => each.includes('Start')).length).toBe(1);
  });
});

test('an analysis that never ends is given up after five minutes, and deleted', async () => {
  await withAws(analyzing(running), async (stub) => {
    await expect(new Analyzer(liveLab(stub, deployed)).reach(flow)).rejects.toMatchObject({
      name: 'Unavailable',
      message: 'the analysis nia-1 has no end after 300 s',
    });
    expect(stub.calls.slice(-2)).toEqual(deleted);
  });
});

test.each([
  ['ec2.StartNetworkInsightsAnalysis', ['ec2.DeleteNetworkInsightsPath']],
  ['ec2.DescribeNetworkInsightsAnalyses', deleted],
])('what was made is deleted where %s is refused or throttled', async (call, last) => {
  const refusing = { [call]: { error: 'RequestLimitExceeded', status: 400 } };
  await withAws(analyzing(found, refusing), async (stub) => {
    await expect(new Analyzer(liveLab(stub, deployed)).reach(flow)).rejects.toThrow(
      /asked too fast/,
    );
    expect(stub.calls.slice(-last.length)).toEqual(last);
  });
});

test('says what it could not delete', async () => {
  const stuck = {
    'ec2.DeleteNetworkInsightsPath': { error: 'UnauthorizedOperation', status: 403 },
  };
  await withAws(analyzing(found, stuck), async (stub) => {
    const host = quietHost();
    await new Analyzer(liveLab(stub, deployed, { host })).reach(flow);

    expect(host.said).toEqual([expect.stringMatching(/^nip-1 of Reachability Analyzer is left: /)]);
  });
});

test('Ctrl-C deletes before it comes back', async () => {
  const aborter = new AbortController();
  const undoings: (() => Promise<void>)[] = [];
  const host: Host = {
    ...quietHost(),
    signal: aborter.signal,
    onInterrupt: (undo) => {
      undoings.push(undo);
      return { run: undo, forget: () => undefined };
    },
  };
  let interrupted: Promise<unknown> = Promise.resolve();
  const interrupting = {
    'ec2.DescribeNetworkInsightsAnalyses': () => {
      aborter.abort();
      interrupted = Promise.all(undoings.map((undo) => undo()));
      return { NetworkInsightsAnalyses: [running] };
    },
  };
  await withAws(analyzing(running, interrupting), async (stub) => {
    const asked = new Analyzer(liveLab(stub, deployed, { host })).reach(flow);

    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    await interrupted;
    expect(stub.calls.slice(-2)).toEqual(deleted);
  });
});

test('the price is asked for once; nobody agreeing, nothing is made', async () => {
  const questions: string[] = [];
  const asking = (agrees: boolean): Host => ({
    ...quietHost(),
    confirm: (question) => {
      questions.push(question);
      return Promise.resolve(agrees);
    },
  });
  await withAws(analyzing(found), async (stub) => {
    const yes = new Analyzer(liveLab(stub, deployed, { host: asking(true) }));
    await Promise.all([yes.reach(flow), yes.reach({ ...flow, flow: 'tcp/80' })]);
    expect(questions).toEqual([expect.stringContaining('$0.10 per analysis')]);

    const before = stub.calls.length;
    const no = new Analyzer(liveLab(stub, deployed, { host: asking(false) }));
    await expect(no.reach(flow)).rejects.toThrow(/nobody agreed to \$0.10/);
    expect(stub.calls.slice(before)).toEqual([]);
  });
});
