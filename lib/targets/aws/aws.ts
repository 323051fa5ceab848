/** Target `aws`: a lab in a sandbox account that the person has allowed. */
import { silent, type Host } from '../../output/host.ts';
import type { LabState } from '../../state/state.ts';
import { placeOf } from '../../template/places.ts';
import { readLogs } from '../api/logs.ts';
import { signIn, userNamed } from '../api/users.ts';
import { features } from '../features.ts';
import type { Judge, LiveTarget, UpSummary } from '../target.ts';
import { bringUp, previewUp } from './deploy/bring.ts';
import { enterSandbox } from './enter/account.ts';
import { readConfig } from './enter/config.ts';
import { inSandbox } from './enter/in-sandbox.ts';
import { judgeOf, servesOnAws } from './judge/judge.ts';
import { notesIn, notesOf, type Notes } from './stacks/notes.ts';
import { removeLab } from './remove/remove.ts';
import type { Sandbox } from './enter/sandbox.ts';
import { standInAddress, takeProbesAway } from './judge/stand-in.ts';

export const aws: LiveTarget = {
  name: 'aws',
  title: 'aws',
  remains: true,
  isOwn: false,
  serves: servesOnAws,
  knownFeatures: () => new Set(Object.keys(features)),
  missing: () => undefined,
  enter: async () => {
    await enterSandbox();
  },
  up: (request, host, running) =>
    inSandbox(host, async (working) => ({ ...(await bringUp(request, running, working)) })),
  preview: (request, host) => inSandbox(host, (working) => previewUp(request, working)),
  attach: (state, host) => inSandbox(host, ({ sandbox }) => judge(sandbox, state, host)),
  down: (state, host) =>
    inSandbox(host, async (working) => {
      const removed = await removeLab(state, working);
      await takeProbesAway(working.sandbox);
      return removed;
    }),
  // What is in an account stays there until somebody looks; only `down` and `lab sweep` do.
  isAlive: () => true,
  // Nothing of it runs on this machine.
  sweep: () => Promise.resolve(),
  logs: (state, place) =>
    inSandbox(silent, ({ sandbox }) =>
      readLogs(sandbox.client, notesIn(sandbox, state).deployed, place),
    ),
  tokenOf: (state, user) =>
    inSandbox(silent, async ({ sandbox }) => {
      const { users } = notesIn(sandbox, state);
      return (await signIn(sandbox.client, userNamed(users, user))).idToken;
    }),
  summary: summaryOf,
};

function judge(sandbox: Sandbox, state: LabState, host: Host): Promise<Judge> {
  const notes = notesIn(sandbox, state);
  const { endpoint } = notes;
  const options = { lab: state.lab, parameters: state.parameters, allow: readConfig().allow, host };
  if (endpoint === undefined) return judgeOf(sandbox, notes, options);
  const addressOf = (place: string) => standInAddress(endpoint, notes, place);
  const features = new Set(notes.features);
  return judgeOf(sandbox, notes, { ...options, addressOf, features });
}

function summaryOf(state: LabState): UpSummary {
  const { deployed, users, title, expires, deployedMilliseconds } = notesOf(state);
  return {
    addresses: addressesOf(notesOf(state)),
    users: users.map(({ name }) => name),
    preflight: { real: deployed.length, completed: [], leftOut: [], dropped: [] },
    deployedMilliseconds,
    closing: `It stands in ${title} and costs what it costs there until ./lab down ${state.lab}; after ${expires.slice(0, 16).replace('T', ' ')} UTC ./lab sweep --remove takes it away.`,
  };
}

/** REST APIs by place, then other addresses by the name of their output. */
function addressesOf({ deployed, outputs, endpoint, region }: Notes): Record<string, string> {
  const stages = deployed.filter(({ type }) => type === 'AWS::ApiGateway::Stage');
  const apis = deployed
    .filter(({ type }) => type === 'AWS::ApiGateway::RestApi')
    .flatMap((api): readonly (readonly [string, string])[] => {
      if (endpoint !== undefined)
        return [[placeOf(api), standInAddress(endpoint, { deployed, outputs }, api.path).url]];
      const stage = stages.find(
        ({ properties }) => properties['RestApiId'] === `\${${api.logicalId}}`,
      );
      const host = `${api.physicalId}.execute-api.${region}.amazonaws.com`;
      return [[placeOf(api), `https://${host}/${String(stage?.properties['StageName'])}`]];
    });
  const others = Object.entries(outputs).filter(
    ([, value]) => /^https?:/.test(value) && !value.includes('.execute-api.'),
  );
  return Object.fromEntries([...apis, ...(endpoint === undefined ? others : [])]);
}
