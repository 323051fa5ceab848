/** `during` on AWS, played: what it breaks is repaired, whatever became of the judgement. */
import type { Disturbance } from '../../../../../lib/capabilities.ts';
import type { Host } from '../../../../../lib/output/host.ts';
import {
  Disturbances,
  everythingRepaired,
} from '../../../../../lib/targets/aws/judge/disturb/during.ts';
import { judgeChecks } from '../../../../../lib/checks/runner.ts';
import { send } from '../../../../../lib/targets/api/request.ts';
import { held } from '../../../../../lib/verdict.ts';
import { checkWith, fakeJudge, wayOf } from '../../../../support/fakes.ts';
import { withAws } from '../../../../support/aws-stub.ts';
import { quietHost } from '../../../../support/quiet-host.ts';
import { changes, deployed, disturbing, host, stop } from './disturbing.ts';
import { liveLab } from '../../lives.ts';

test('a host is stopped, judged and started again', async () => {
  await withAws(host(), async (stub) => {
    const seen = await disturbing({ stub }, stop, () => Promise.resolve(changes(stub)));

    expect(seen).toEqual(['StopInstances']);
    expect(changes(stub)).toEqual(['StopInstances', 'StartInstances']);
  });
});

test('a failing judgement is repaired all the same, and its error comes through', async () => {
  await withAws(host(), async (stub) => {
    const failing = disturbing({ stub }, stop, () => Promise.reject(new Error('the judge fell')));

    await expect(failing).rejects.toThrow('the judge fell');
    expect(changes(stub)).toEqual(['StopInstances', 'StartInstances']);
  });
});

test('a restart has come to its end when it is judged', async () => {
  await withAws(host(), async (stub) => {
    const restart: Disturbance = { kind: 'restart', of: 'Web' };
    const seen = await disturbing({ stub }, restart, () => Promise.resolve(changes(stub)));

    expect(seen).toEqual(['StopInstances', 'StartInstances']);
  });
});

test('a host that never stops is started again, and the check is unverified', async () => {
  const stubborn = { ...host(), 'ec2.StopInstances': {} };
  await withAws(stubborn, async (stub) => {
    const judge = jest.fn();

    await expect(disturbing({ stub }, stop, judge)).rejects.toThrow(
      /Web has not stopped after 600 s/,
    );
    expect(judge).not.toHaveBeenCalled();
    expect(changes(stub)).toEqual(['StopInstances', 'StartInstances']);
  });
});

const ofGroup = {
  'auto-scaling.DescribeAutoScalingInstances': {
    AutoScalingInstances: [{ InstanceId: 'i-0a', AutoScalingGroupName: 'Lab-Fleet' }],
  },
};

test.each([
  [
    'would come back with another address',
    host({ NetworkInterfaces: [{ Association: { IpOwnerId: 'amazon' } }] }),
    stop,
    /come back with another/,
  ],
  [
    'would be replaced by its group',
    { ...host(), ...ofGroup },
    stop,
    /Lab-Fleet would replace i-0a/,
  ],
  [
    'is terminated outside a group',
    host(),
    { kind: 'terminate', of: 'Web' } as const,
    /nothing would bring it back/,
  ],
  [
    'is replaced outside a group',
    host(),
    { kind: 'replace', of: 'Web' } as const,
    /nothing would bring it back/,
  ],
  ['is none', host(), { kind: 'stop', of: 'PublicA' } as const, /is no host/],
])(
  'refuses, before anything is done, a host that %s',
  async (...[, answers, disturbance, says]) => {
    await withAws(answers, async (stub) => {
      await expect(disturbing({ stub }, disturbance, jest.fn())).rejects.toMatchObject({
        name: 'Unavailable',
        message: expect.stringMatching(says) as string,
      });
      expect(changes(stub)).toEqual([]);
    });
  },
);

test('a repair is tried again, and what did not go through is said with what to do', async () => {
  const broken = {
    ...host(),
    'ec2.StartInstances': { error: 'InsufficientInstanceCapacity', status: 400 },
  };
  await withAws(broken, async (stub) => {
    await expect(disturbing({ stub }, stop, () => Promise.resolve())).rejects.toMatchObject({
      code: 'NotRepaired',
      message: expect.stringMatching(
        /^the lab is left broken: start Web \(i-0a\) \(.*Insufficient/,
      ) as string,
      next: expect.stringContaining('do by hand: start Web (i-0a)') as string,
    });
    expect(changes(stub)).toEqual(['StopInstances', ...Array<string>(3).fill('StartInstances')]);
  });
});

test('one disturbance waits for another to be repaired', async () => {
  await withAws(host(), async (stub) => {
    const disturbances = new Disturbances(liveLab(stub, deployed));
    await Promise.all([
      disturbances.during(stop, () => Promise.reject(new Error('one'))).catch(() => undefined),
      disturbances.during(stop, () => Promise.resolve()),
    ]);

    const once = ['StopInstances', 'StartInstances'];
    expect(changes(stub)).toEqual([...once, ...once]);
  });
});

test('what is removed afterwards waits for the repair, also of a judgement that nobody waits for any more', async () => {
  await withAws(host(), async (stub) => {
    let end = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      end = resolve;
    });
    let judged: Promise<void> = Promise.resolve();
    await new Promise<void>((begun) => {
      judged = disturbing({ stub }, stop, () => {
        begun();
        return late;
      });
    });
    let isRepaired = false;
    const waited = everythingRepaired(quietHost()).then(() => {
      isRepaired = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([isRepaired, changes(stub)]).toEqual([false, ['StopInstances']]);
    end();
    await waited;
    expect(changes(stub)).toEqual(['StopInstances', 'StartInstances']);
    await judged;
  });
});

test('a host that is lost answers nobody: the verdict is failed, and it runs again', async () => {
  await withAws(host(), async (stub) => {
    const lab = liveLab(stub, deployed);
    const disturbances = new Disturbances(lab);
    const gone = { url: 'http://127.0.0.1:9' };
    const check = checkWith('survives', {
      ways: [
        wayOf(() =>
          disturbances.during(stop, async () => {
            await send(gone, { method: 'GET', headers: {} });
            return held('it answers');
          }),
        ),
      ],
    });
    const [judged] = await judgeChecks(
      { lab: 'fake', stage: 'first', stages: ['first'], checks: [check] },
      fakeJudge({}),
    );
    expect(judged).toMatchObject({
      outcome: 'failed',
      reason: 'no answer from http://127.0.0.1:9: ECONNREFUSED',
    });
    expect(changes(stub)).toEqual(['StopInstances', 'StartInstances']);
  });
});

test('Ctrl-C repairs, though nothing is judged any more', async () => {
  const aborter = new AbortController();
  const undoings: (() => Promise<void>)[] = [];
  const told: Host = {
    ...quietHost(),
    signal: aborter.signal,
    onInterrupt: (undo) => {
      undoings.push(undo);
      return { run: undo, forget: () => undoings.splice(0) };
    },
  };
  await withAws(host(), async (stub) => {
    const judged = disturbing({ stub, told }, stop, async () => {
      aborter.abort();
      for (const undo of undoings.splice(0)) await undo();
      expect(changes(stub)).toEqual(['StopInstances', 'StartInstances']);
      throw new Error('interrupted');
    });

    await expect(judged).rejects.toThrow('interrupted');
    expect(changes(stub)).toEqual(['StopInstances', 'StartInstances']);
  });
});
