/** `connect` on AWS: from a host through Systems Manager, played; from this machine to a real listener on loopback. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connect } from '../../../../lib/targets/aws/judge/connect.ts';
import {
  Outside,
  type End,
  type OutsideOptions,
} from '../../../../lib/targets/aws/judge/outside.ts';
import { withAws, type AwsStub, type PlayedAnswers } from '../../../support/aws-stub.ts';
import { liveLab, made } from '../lives.ts';

const deployed = [
  made('Bastion', 'AWS::EC2::Instance', 'i-0bastion'),
  made('AppA', 'AWS::EC2::Instance', 'i-0a'),
  made('BastionEip', 'AWS::EC2::EIP', '127.0.0.1'),
];
const hosts: PlayedAnswers = {
  'ec2.DescribeInstances': ({ InstanceIds }) => ({
    Reservations: [
      {
        Instances: [
          {
            InstanceId: (InstanceIds as string[])[0],
            PrivateIpAddress: '10.0.1.5',
            State: { Name: 'running' },
          },
        ],
      },
    ],
  }),
};
const online = {
  'ssm.DescribeInstanceInformation': { InstanceInformationList: [{ PingStatus: 'Online' }] },
};
const sent = { 'ssm.SendCommand': { Command: { CommandId: 'c-1' } } };

function ended(output: string, parts: object = {}): PlayedAnswers {
  const done = { Status: 'Success', ResponseCode: 0, StandardOutputContent: output, ...parts };
  return { ...hosts, ...online, ...sent, 'ssm.GetCommandInvocation': done };
}

const flow = { from: 'Bastion', to: 'AppA', flow: 'tcp/22' } as const;

function connecting(
  stub: AwsStub,
  asked: Parameters<typeof connect>[2] = flow,
  { parameters = {}, ...options }: OutsideOptions & { parameters?: Record<string, string> } = {},
): Promise<End> {
  const lab = liveLab(stub, deployed, { parameters });
  return connect(lab, new Outside(lab, options), asked);
}

test.each(['open', 'refused', 'timeout', 'unreachable'] as const)(
  'a host of the lab says %s, whatever else is on its output',
  async (end) => {
    await withAws(ended(`motd\nend-of-probe:${end}\n`), async (stub) => {
      expect(await connecting(stub)).toBe(end);
      const { input } = stub.asked.find(({ call }) => call === 'ssm.SendCommand') ?? { input: {} };
      expect(input).toMatchObject({
        InstanceIds: ['i-0bastion'],
        DocumentName: 'AWS-RunShellScript',
      });
      expect(JSON.stringify(input)).toContain('10.0.1.5');
    });
  },
);

test('waits for a command that is not known yet, and then runs', async () => {
  const answers: PlayedAnswers = {
    ...ended(''),
    'ssm.GetCommandInvocation': [
      { error: 'InvocationDoesNotExist', status: 400 },
      { Status: 'Pending' },
      { Status: 'InProgress' },
      { Status: 'Success', ResponseCode: 0, StandardOutputContent: 'end-of-probe:open' },
    ],
  };
  await withAws(answers, async (stub) => {
    expect(await connecting(stub)).toBe('open');
  });
});

test.each([
  [
    'no agent ever reported',
    { 'ssm.DescribeInstanceInformation': { InstanceInformationList: [] } },
    /SSM agent of Bastion never reported/,
  ],
  [
    'the agent was lost',
    {
      'ssm.DescribeInstanceInformation': {
        InstanceInformationList: [{ PingStatus: 'ConnectionLost' }],
      },
    },
    /is ConnectionLost/,
  ],
  [
    'the command was not delivered',
    { 'ssm.GetCommandInvocation': { Status: 'Failed', StatusDetails: 'Undeliverable' } },
    /ended as Undeliverable/,
  ],
  [
    'the command has no end',
    { 'ssm.GetCommandInvocation': { Status: 'InProgress' } },
    /has no end after 90 s/,
  ],
  [
    'the probe broke',
    {
      'ssm.GetCommandInvocation': {
        Status: 'Failed',
        ResponseCode: 127,
        StandardOutputContent: 'sh: no',
      },
    },
    /could not tell: code 127: sh: no/,
  ],
  [
    'commands are not allowed',
    { 'ssm.SendCommand': { error: 'AccessDeniedException', status: 400 } },
    /ssm SendCommand is refused: AccessDeniedException/,
  ],
])('is unavailable where %s', async (_, answers, says) => {
  await withAws({ ...ended(''), ...answers }, async (stub) => {
    await expect(connecting(stub)).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringMatching(says) as string,
    });
  });
});

/** A port of this machine on which somebody listens while the work lasts. */
async function listening<T>(work: (port: number) => Promise<T>): Promise<T> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

test('the administrator connects from this machine, where the lab was opened for its address', async () => {
  await withAws({}, async (stub) => {
    await listening(async (port) => {
      const asked = { from: 'admin', to: 'BastionEip', flow: `tcp/${port}` } as const;
      const ownAddress = () => Promise.resolve('198.51.100.20');
      const open = { parameters: { adminCidr: '198.51.100.16/28' }, ownAddress };
      expect(await connecting(stub, asked, open)).toBe('open');

      const shut = { parameters: { adminCidr: '203.0.113.10/32' }, ownAddress };
      await expect(connecting(stub, asked, shut)).rejects.toThrow(
        /this machine is 198.51.100.20: -c adminCidr=198.51.100.20\/32/,
      );
      const stranger = { ...asked, from: 'stranger' };
      await expect(connecting(stub, stranger, open)).rejects.toThrow(
        /is the administrator, no stranger/,
      );
      expect(await connecting(stub, stranger, shut)).toBe('open');
    });
  });
});

test('a port on which nobody listens is refused', async () => {
  await withAws({}, async (stub) => {
    const port = await listening((each) => Promise.resolve(each));
    const asked = { from: 'internet', to: 'BastionEip', flow: `tcp/${port}` } as const;

    expect(await connecting(stub, asked)).toBe('refused');
  });
});

test("silence counts only where this machine's own network lets that port out", async () => {
  await withAws({}, async (stub) => {
    const dialled: string[] = [];
    const dial = (open: RegExp) => (host: string, port: number) => {
      dialled.push(`${host}:${port}`);
      return Promise.resolve<End>(open.test(host) ? 'open' : 'timeout');
    };
    const asked = { from: 'stranger', to: 'BastionEip', flow: 'tcp/22' } as const;
    expect(await connecting(stub, asked, { dial: dial(/codecommit/) })).toBe('timeout');
    expect(dialled).toEqual(['127.0.0.1:22', 'git-codecommit.eu-west-1.amazonaws.com:22']);

    const walled = connecting(stub, asked, { dial: dial(/nobody/) });
    await expect(walled).rejects.toThrow(
      /nothing shows that this machine's own network lets tcp\/22 out/,
    );
    const odd = { ...asked, flow: 'tcp/8080' } as const;
    await expect(connecting(stub, odd, { dial: dial(/codecommit/) })).rejects.toThrow(
      /tcp\/8080 out/,
    );
  });
});

test('a host without a public address cannot be reached from outside', async () => {
  await withAws(hosts, async (stub) => {
    const asked = { from: 'stranger', to: 'AppA', flow: 'tcp/22' } as const;

    expect(await connecting(stub, asked)).toBe('unreachable');
  });
});

test.each([
  [{ from: 'stranger', to: 'site', flow: 'tcp/443' }, /set aside for documentation/],
  [{ from: 'Bastion', to: 'AppA', flow: 'udp/53' }, /one TCP port/],
  [{ from: 'Bastion', to: 'AppA', flow: 'tcp/1-9' }, /one TCP port/],
  [{ from: 'checkers', to: 'BastionEip', flow: 'tcp/80' }, /nobody can speak as 'checkers'/],
] as const)('is unavailable for %j', async (asked, says) => {
  await withAws(hosts, async (stub) => {
    await expect(connecting(stub, asked)).rejects.toThrow(says);
  });
});
