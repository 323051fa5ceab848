/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html */
import { setTimeout as wait } from 'node:timers/promises';
import type { Action } from '../../../../lib/fleet/fleet.ts';
import type { Target } from '../../../../lib/targets/packets/balance/targets.ts';
import { endAll, get, playing, ruleOf, target } from './loopback.ts';

afterEach(endAll);

function pair(): Promise<Target[]> {
  return Promise.all([target('one'), target('two', undefined, 'b')]);
}

function cookieHeader(cookies: readonly string[]): Record<string, string> {
  return { Cookie: cookies.map((each) => each.split(';')[0]).join('; ') };
}

test('AWSALB binds a client to its target, and is renewed at every answer', async () => {
  const stickiness = { by: 'lb_cookie', seconds: 86_400, cookie: undefined } as const;
  const { port } = await playing({ targets: await pair(), group: { stickiness } });
  let { body, cookies } = await get(port);
  expect(cookies[0]).toMatch(/^AWSALB=[^;]+; Expires=\w{3}, [^;]+ GMT; Path=\/$/);
  expect(cookies[1]).toMatch(/^AWSALBCORS=[^;]+; Expires=[^;]+; Path=\/; SameSite=None$/);
  for (let asked = 0; asked < 5; asked += 1) {
    const again = await get(port, { headers: cookieHeader(cookies), address: '127.0.0.2' });
    expect(again.body).toBe(body);
    ({ body, cookies } = again);
  }
});

test('a forged cookie binds to nothing, and one whose target left is replaced', async () => {
  const stickiness = { by: 'lb_cookie', seconds: 86_400, cookie: undefined } as const;
  const { port, group } = await playing({ targets: await pair(), group: { stickiness } });
  expect((await get(port, { headers: { Cookie: 'AWSALB=forged' } })).status).toBe(200);
  const first = await get(port);
  await group.deregister(first.body);
  const second = await get(port, { headers: cookieHeader(first.cookies) });
  expect([second.status, second.body === first.body]).toEqual([200, false]);
});

test('a cookie older than the stickiness binds to nothing', async () => {
  const stickiness = { by: 'lb_cookie', seconds: 0.05, cookie: undefined } as const;
  const { port } = await playing({ targets: await pair(), group: { stickiness } });
  const first = await get(port);
  await wait(60);
  expect((await get(port, { headers: cookieHeader(first.cookies) })).body).not.toBe(first.body);
});

test('AWSALBAPP binds once the application sets its cookie, and both must come back', async () => {
  const stickiness = { by: 'app_cookie', seconds: 86_400, cookie: 'session' } as const;
  const answering = (id: string): Promise<Target> =>
    target(id, (request, response) => {
      if (request.url === '/login') response.setHeader('Set-Cookie', 'session=7; Path=/');
      response.end(id);
    });
  const { port } = await playing({
    targets: [await answering('one'), await answering('two')],
    group: { stickiness },
  });
  expect((await get(port)).cookies).toEqual([]);
  const { body, cookies } = await get(port, { path: '/login' });
  expect(cookies.map((each) => each.split('=')[0])).toEqual(['session', 'AWSALBAPP-0']);
  const both = await Promise.all(
    [1, 2, 3].map(() => get(port, { headers: cookieHeader(cookies) })),
  );
  expect(both.map((each) => each.body)).toEqual([body, body, body]);
  const ours = await Promise.all(
    [1, 2].map(() => get(port, { headers: cookieHeader(cookies.slice(1)) })),
  );
  expect(ours.map((each) => each.body).sort()).toEqual(['one', 'two']);
});

test('AWSALBTG binds a client to one of several groups', async () => {
  const action: Action = {
    kind: 'forward',
    groups: [
      { group: 'Group', weight: 1 },
      { group: 'Absent', weight: 1 },
    ],
    stickySeconds: 60,
  };
  const { port } = await playing({ targets: await pair(), rules: [ruleOf(action)] });
  let first = await get(port);
  while (first.status !== 200) first = await get(port);
  expect(first.cookies.map((each) => each.split('=')[0])).toEqual(['AWSALBTG', 'AWSALBTGCORS']);
  for (let asked = 0; asked < 8; asked += 1)
    expect((await get(port, { headers: cookieHeader(first.cookies) })).status).toBe(200);
});
