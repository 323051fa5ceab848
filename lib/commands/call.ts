/** `lab call LAB METHOD PATH [BODY]`: a request to the lab's API, as nobody or as one of its users. */
import type { HttpRequest, HttpResponse } from '../capabilities.ts';
import { loadLab } from '../catalog.ts';
import { responseInWords } from '../checks/http.ts';
import { exitCodes, KitError, Unavailable } from '../errors.ts';
import { attach } from '../life/live.ts';
import { tidy } from '../life/tidy.ts';
import { curlLine } from '../output/curl.ts';
import type { Host, Outcome } from '../output/host.ts';
import { readState, type LabState } from '../state/state.ts';
import { liveTarget } from '../targets/index.ts';
import type { LiveTarget } from '../targets/target.ts';
import { isOn, listOption, textOption, type Typed } from './command.ts';

interface Data {
  readonly response: HttpResponse | null;
  readonly curl: string | null;
  readonly as: string | null;
}

interface Called {
  readonly state: LabState;
  readonly target: LiveTarget;
  readonly as: string | undefined;
  readonly request: HttpRequest & { readonly method: string; readonly body?: string };
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'];

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const called = await calledBy(typed, host);
  const data = isOn(typed, 'curl')
    ? { response: null, curl: await curlOf(called) }
    : { response: await send(called, host), curl: null };
  return { data: { ...data, as: called.as ?? null }, exitCode: exitCodes.asTold };
}

/** @throws BadMethod, BadPath, BadHeader, NotUp, NoApi, WhichApi, UnknownUser */
async function calledBy(typed: Typed, host: Host): Promise<Called> {
  const [lab = '', word = '', path = '', body] = typed.words;
  await loadLab(lab);
  const method = methodOf(word);
  if (!path.startsWith('/') || /(^|\/)\.\.?(\/|$)/.test(path))
    throw new KitError(
      'BadPath',
      `'${path}' is no path: it begins with / and has no . or .. in it`,
    );
  refuseBody({ lab, method, path, body });
  const headers = headersOf(listOption(typed, 'header'));
  await tidy(host);
  const state = readState(lab);
  if (state?.phase !== 'up')
    throw new KitError('NotUp', `${lab} is not up`, { next: `./lab up ${lab}` });
  const target = await liveTarget(state.target);
  const as = knownUser(target, state, textOption(typed, 'as'));
  const to = apiOf(target, state, textOption(typed, 'to'));
  const request = { to, path, method, headers, ...given('as', as), ...given('body', body) };
  return { state, target, as, request };
}

function given<Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [N in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [N in Name]: string });
}

interface Line {
  readonly lab: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
}

/** @throws BadBody where HTTP has no place for one */
function refuseBody({ lab, method, path, body }: Line): void {
  if (body === undefined || !['GET', 'HEAD'].includes(method)) return;
  throw new KitError('BadBody', `${method} takes no body, and '${body}' is one`, {
    next: `for example: ./lab call ${lab} POST ${path} '${body}'`,
  });
}

function methodOf(word: string): string {
  const method = word.toUpperCase();
  if (methods.includes(method)) return method;
  throw new KitError('BadMethod', `'${word}' is no HTTP method`, {
    next: `there are: ${methods.join(', ')}`,
  });
}

async function send({ state, request }: Called, host: Host): Promise<HttpResponse> {
  const judge = await attach(state, host);
  const { http } = judge.capabilities;
  if (http === undefined) throw new KitError('NoApi', judge.lacks('http'));
  try {
    return await http(request);
  } catch (error) {
    if (error instanceof Unavailable) throw new KitError('NoApi', error.message);
    await judge.confirmAlive();
    throw error;
  }
}

function apiOf(target: LiveTarget, state: LabState, typed: string | undefined): string {
  const places = Object.keys(target.summary(state).addresses);
  const [only, ...more] = places;
  if (only === undefined) throw new KitError('NoApi', `${state.lab} has no API at this stage`);
  if (typed !== undefined && !places.includes(typed))
    throw new KitError('UnknownApi', `no API is called '${typed}'`, {
      next: `there are: ${places.join(', ')}`,
    });
  if (typed === undefined && more.length > 0)
    throw new KitError('WhichApi', `${state.lab} has more than one API`, {
      next: `add --to with one of ${places.join(', ')}`,
    });
  return typed ?? only;
}

function knownUser(
  target: LiveTarget,
  state: LabState,
  as: string | undefined,
): string | undefined {
  const { users } = target.summary(state);
  if (as === undefined || users.includes(as)) return as;
  throw new KitError('UnknownUser', `${state.lab} has no user '${as}'`, {
    next: users.length === 0 ? 'it has no users: leave --as out' : `there are: ${users.join(', ')}`,
  });
}

/** @throws BadHeader */
function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      if (at < 1 || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\xa0-\xff]*$/.test(line))
        throw new KitError('BadHeader', `'${line}' is no header: write Name:value`);
      return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
}

/** The same request for curl, with a token that was just given out. */
async function curlOf({ state, target, as, request }: Called): Promise<string> {
  const address = target.summary(state).addresses[request.to] ?? '';
  const token = as === undefined ? {} : { authorization: await target.tokenOf(state, as) };
  return curlLine({
    url: `${address}${request.path}`,
    method: request.method,
    headers: { ...token, ...request.headers },
    body: request.body,
  });
}

export function text({ response, curl, as }: Data): readonly string[] {
  if (response === null) return [curl ?? ''];
  const hint = response.status === 401 && as === null ? '      no token was sent; add --as A' : '';
  return [`${responseInWords(response)}${hint}`];
}
