/** `lab call LAB METHOD PATH [BODY]`: a request to the lab's API, as nobody or as one of its users. */
import { loadLab } from '../catalog.ts';
import type { HttpRequest, HttpResponse } from '../capabilities.ts';
import { responseInWords } from '../checks/http.ts';
import { exitCodes, KitError, Unavailable } from '../errors.ts';
import { attach } from '../life/live.ts';
import { tidy } from '../life/tidy.ts';
import type { Host, Outcome } from '../output/host.ts';
import { readState, type LabState } from '../state/state.ts';
import { liveTarget } from '../targets/index.ts';
import { isOn, listOption, textOption, type Typed } from './command.ts';

interface Data {
  readonly response: HttpResponse | null;
  readonly curl: string | null;
  readonly as: string | null;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'];

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const [lab = '', word = '', path = '', body] = typed.words;
  await loadLab(lab);
  const method = word.toUpperCase();
  if (!methods.includes(method))
    throw new KitError('BadMethod', `'${word}' is no HTTP method`, { next: `there are: ${methods.join(', ')}` });
  if (!path.startsWith('/')) throw new KitError('BadPath', `'${path}' is no path: it begins with /`);
  await tidy(host);
  const state = readState(lab);
  if (state?.phase !== 'up')
    throw new KitError('NotUp', `${lab} is not up`, { next: `./lab up ${lab}` });
  const as = textOption(typed, 'as');
  await refuseUnknownUser(state, as);
  const request: HttpRequest = {
    to: textOption(typed, 'to') ?? (await onlyApi(state)),
    path,
    method,
    headers: headersOf(listOption(typed, 'header')),
    ...(as === undefined ? {} : { as }),
    ...(body === undefined ? {} : { body }),
  };
  const data = isOn(typed, 'curl') ? await curlOf(state, request) : await send(state, request);
  return { data: { ...data, as: as ?? null }, exitCode: exitCodes.asTold };
}

async function send(state: LabState, request: HttpRequest): Promise<Omit<Data, 'as'>> {
  const judge = await attach(state);
  try {
    const response = await judge.capabilities.http?.(request);
    if (response === undefined) throw new Unavailable(judge.lacks('http'));
    return { response, curl: null };
  } catch (error) {
    if (error instanceof Unavailable) throw new KitError('NoApi', error.message);
    await judge.confirmAlive();
    throw error;
  }
}

async function onlyApi(state: LabState): Promise<string> {
  const places = Object.keys((await liveTarget(state.target)).summary(state).addresses);
  const [only, ...more] = places;
  if (only === undefined) throw new KitError('NoApi', `${state.lab} has no API at this stage`);
  if (more.length > 0)
    throw new KitError('WhichApi', `${state.lab} has more than one API`, { next: `add --to with one of ${places.join(', ')}` });
  return only;
}

async function refuseUnknownUser(state: LabState, as: string | undefined): Promise<void> {
  const { users } = (await liveTarget(state.target)).summary(state);
  if (as === undefined || users.includes(as)) return;
  throw new KitError('UnknownUser', `${state.lab} has no user '${as}'`, {
    next: users.length === 0 ? 'it has no users: leave --as out' : `there are: ${users.join(', ')}`,
  });
}

/** @throws BadHeader */
function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      if (at < 1) throw new KitError('BadHeader', `'${line}' is no header: write Name:value`);
      return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
}

/** The same request for curl, with a token that was just given out. */
async function curlOf(state: LabState, { to, path, method = 'GET', headers = {}, as, body }: HttpRequest): Promise<Omit<Data, 'as'>> {
  const target = await liveTarget(state.target);
  const address = target.summary(state).addresses[to] ?? '';
  const token = as === undefined ? undefined : await target.tokenOf(state, as);
  const all = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: token }),
    ...headers,
  };
  const words = [
    'curl',
    '-i',
    ...(method === 'GET' ? [] : ['-X', method]),
    ...Object.entries(all).flatMap(([name, value]) => ['-H', quoted(`${name}: ${value}`)]),
    ...(body === undefined ? [] : ['-d', quoted(String(body))]),
    quoted(`${address}${path}`),
  ];
  return { response: null, curl: words.join(' ') };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function text({ response, curl, as }: Data): readonly string[] {
  if (response === null) return [curl ?? ''];
  const hint = response.status === 401 && as === null ? '      no token was sent; add --as A' : '';
  return [`${responseInWords(response)}${hint}`];
}
