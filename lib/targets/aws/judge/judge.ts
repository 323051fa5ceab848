/** A lab on AWS, ready to be asked. */
import type { Caller, Capabilities, Capability, Feature, Place } from '../../../capabilities.ts';
import { KitError, messageOf, NoAnswer, Unavailable } from '../../../errors.ts';
import { silent, type Host } from '../../../output/host.ts';
import type { Parameters } from '../../../parameters.ts';
import { servedCapabilities, type ServedLab } from '../../api/capabilities.ts';
import { clientFor, type Client } from '../../api/client.ts';
import type { Address } from '../../api/request.ts';
import { features as knownFeatures } from '../../features.ts';
import { unverified, type Verdict } from '../../../verdict.ts';
import type { Judge } from '../../target.ts';
import { Addresses } from './addresses.ts';
import { readConfig, type Allowed } from '../enter/config.ts';
import { connect } from './connect.ts';
import { longestSeconds } from './disturb/breaks.ts';
import { Disturbances } from './disturb/during.ts';
import { instrument, patient, until, wallClock, type Clock, type LiveLab } from './live-lab.ts';
import { may } from './may.ts';
import type { Notes } from '../stacks/notes.ts';
import { Outside, type OutsideOptions } from './outside.ts';
import { Analyzer, analysisSeconds } from './reach/reach.ts';
import { Names, type DnsOptions } from './resolve.ts';
import type { Sandbox } from '../enter/sandbox.ts';
import { tagsOf } from '../stacks/tags.ts';

/** What a judge keeps of the notes. */
export type Judged = Pick<Notes, 'deployed' | 'outputs' | 'users' | 'owner' | 'expires'>;

export interface JudgeOptions {
  readonly lab?: string;
  /** Asked for the price of Reachability Analyzer, told what is broken, and where Ctrl-C comes from. */
  readonly host?: Host;
  /** The lab's, as it was brought up: `adminCidr` says who may come in. */
  readonly parameters?: Parameters;
  /** Other accounts and regions that a check may call. @default the person's allow-list */
  readonly allow?: readonly Allowed[];
  /** Where a stand-in answers instead of AWS. */
  readonly addressOf?: (name: Place) => Address;
  /** What a stand-in really does. @default nothing; AWS does everything */
  readonly features?: ReadonlySet<Feature>;
  readonly clock?: Clock;
  readonly dns?: DnsOptions;
  readonly outside?: OutsideOptions;
}

const served: readonly Capability[] = ['http', 'sdk', 'eventually', 'steadily'];
/** What a stand-in plays of AWS's network, names and policies is nothing that could be believed. */
const real: readonly Capability[] = ['may', 'resolve', 'reach', 'connect', 'during'];

/** What a check may take: a disturbance with its repair, an analysis in it, and the minute that every check has. */
const boundSeconds = longestSeconds + analysisSeconds + 60;

export const servesOnAws: ReadonlySet<Capability> = new Set([...served, ...real]);

export function judgeOf(
  sandbox: Sandbox,
  notes: Judged,
  options: JudgeOptions = {},
): Promise<Judge> {
  const { host = silent, parameters = {}, clock = wallClock } = options;
  const lab: LiveLab = {
    ...{ sandbox, parameters, host, clock },
    client: instrument(sandbox.client),
    signal: host.signal,
    deployed: notes.deployed,
    outputs: notes.outputs,
  };
  const capabilities = capabilitiesOf(lab, notes, options);
  return Promise.resolve({
    target: 'aws',
    title: sandbox.title,
    ...(sandbox.endpoint === undefined
      ? { features: new Set(Object.keys(knownFeatures)), capabilities, boundSeconds }
      : ofStandIn(capabilities, options)),
    strengthOf: (capability) =>
      capability === 'may' || capability === 'reach' ? 'proved' : 'seen',
    lacks: (capability) =>
      capability === 'fact' || capability === 'facts'
        ? 'read from the template on model; here a template proves nothing'
        : `${sandbox.title} does not show ${capability}: it is AWS's own`,
    confirmAlive: () => confirmAlive(sandbox),
  } satisfies Judge);
}

/** What could not be believed of a stand-in is not served by it. */
function ofStandIn(
  { http, sdk, eventually, steadily }: ReturnType<typeof capabilitiesOf>,
  { features = new Set() }: JudgeOptions,
): Pick<Judge, 'capabilities' | 'features'> {
  return { features, capabilities: { http, sdk, eventually, steadily } };
}

function capabilitiesOf(
  lab: LiveLab,
  notes: Judged,
  options: JudgeOptions,
): Omit<Capabilities, 'fact' | 'facts'> {
  const tags = tagsOf({ lab: options.lab ?? '', owner: notes.owner, expires: notes.expires });
  const names = new Names(lab, options.dns);
  const outside = new Outside(lab, options.outside);
  const analyzer = new Analyzer(lab, tags);
  const disturbances = new Disturbances(lab, tags);
  return {
    ...visiting(lab, { notes, options, names, outside }),
    ...waitingOn(lab),
    may: (question) => may(lab, question),
    resolve: (name, question) => names.resolve(name, question),
    reach: (flow) => analyzer.reach(flow),
    connect: (flow) => connect(lab, outside, flow),
    during: (disturbance, judge) => disturbances.during(disturbance, judge),
  };
}

interface Visit {
  readonly notes: Judged;
  readonly options: JudgeOptions;
  readonly names: Names;
  readonly outside: Outside;
}

/** `http` and `sdk` as clients of the lab. */
function visiting(
  lab: LiveLab,
  { notes, options, names, outside }: Visit,
): Pick<Capabilities, 'http' | 'sdk'> {
  const { sandbox } = lab;
  const addresses = new Addresses(lab, names);
  const lives: ServedLab = {
    client: patient(sandbox.client),
    where: sandbox,
    ...{ deployed: notes.deployed, outputs: notes.outputs, users: notes.users },
    addressOf: options.addressOf ?? ((name) => addresses.found(name)),
  };
  const here = servedCapabilities(lives);
  return {
    http: async (request) => {
      if (request.from !== undefined && sandbox.endpoint === undefined)
        await outside.speakAs(request.from);
      if (options.addressOf === undefined) await addresses.find(request.to);
      return here.http(request);
    },
    sdk: async (...call) => {
      const [service, command, input, as = {}] = call;
      const { account, region, ...who } = as;
      if (account === undefined && region === undefined) return here.sdk(...call);
      const client = await clientIn(sandbox, as, options.allow ?? readConfig().allow);
      const there = servedCapabilities({ ...lives, client: patient(client) });
      return there.sdk(service, command, input, who);
    },
  };
}

/**
 * The role that AWS Organizations makes in a member account, for its management account.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
 */
const memberRole = 'OrganizationAccountAccessRole';

/** @throws Unavailable where the person did not allow it, or nothing leads there */
async function clientIn(
  sandbox: Sandbox,
  { account = sandbox.account, region = sandbox.region }: Caller,
  allow: readonly Allowed[],
): Promise<Client> {
  const isAllowed = allow.some((each) => each.account === account && each.regions.includes(region));
  if (!isAllowed)
    throw new Unavailable(
      `account ${account}, ${region} is not on the allow-list (lab.config.json)`,
    );
  const there = clientFor({ ...sandbox.client.connection, region });
  if (account === sandbox.account) return there;
  const { Credentials } = await instrument(there).send('sts', 'AssumeRole', {
    RoleArn: `arn:aws:iam::${account}:role/${memberRole}`,
    RoleSessionName: 'lab-check',
  });
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken = '',
  } = Credentials as Readonly<Record<string, string>>;
  return there.as({ accessKeyId, secretAccessKey, sessionToken });
}

const pollSeconds = 1;

/** By AWS's own clocks, which are the template's; asked no more often than AWS likes. */
function waitingOn(lab: LiveLab): Pick<Capabilities, 'eventually' | 'steadily'> {
  return {
    eventually: async (_what, withinSeconds, holds) => {
      const wait = { everySeconds: pollSeconds, withinSeconds };
      let silence: NoAnswer | undefined;
      const found = await until(lab, wait, async () => {
        silence = undefined;
        try {
          return (await holds()) ? true : undefined;
        } catch (error) {
          // What is still coming up does not answer yet.
          if (!(error instanceof NoAnswer)) throw error;
          silence = error;
          return undefined;
        }
      });
      if (silence !== undefined) throw silence;
      return found === true;
    },
    steadily: async ({ what, forSeconds, perSecond }, probe) => {
      const wait = { everySeconds: 1 / perSecond, withinSeconds: forSeconds };
      let last: Verdict = unverified(`${what}: nothing was probed`);
      const otherwise = await until(lab, wait, async () => {
        last = await probe();
        return last.outcome === 'held' ? undefined : last;
      });
      return otherwise ?? last;
    },
  };
}

/** @throws TargetLost */
async function confirmAlive({ client, title, account }: Sandbox): Promise<void> {
  const next = 'get fresh credentials of the same account (aws sso login), then check again';
  let found: unknown;
  try {
    found = (await client.send('sts', 'GetCallerIdentity', {}))['Account'];
  } catch (error) {
    const says = `${title} does not answer you any more: ${messageOf(error)}`;
    throw new KitError('TargetLost', says, { next, cause: error });
  }
  if (found !== account)
    throw new KitError('TargetLost', `you are in account ${String(found)} now, not in ${account}`, {
      next,
    });
}
