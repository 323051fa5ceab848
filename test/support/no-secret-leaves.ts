/** What no target but `aws` may do: send anything of a person's AWS settings anywhere. */
import { cli } from './cli.ts';
import { listeningProxy, personalSettings, type ListeningProxy } from './listening-proxy.ts';

const secret = 'AKIAOFAREALPERSON00';
const worked = [0, 1, 2];

/** Each command does its work with a real profile set, and nothing arrives where that leads. */
export function testNothingLeaves(commands: readonly string[]): void {
  let proxy: ListeningProxy;
  beforeAll(async () => {
    proxy = await listeningProxy();
  });
  afterAll(() => proxy.close());

  test.each(commands)('lab %s sends nothing of the profile anywhere', async (typed) => {
    const env = personalSettings(secret, proxy.address);
    const { code, err } = await cli(typed.split(' '), { env });
    expect({ typed, worked: worked.includes(code ?? 70), err: code === 0 ? '' : err }).toEqual(
      expect.objectContaining({ typed, worked: true }),
    );
    expect(proxy.heard()).toBe('');
  });
}

/** That the proxy does hear a command that is meant to send. */
export async function heardFrom(
  typed: string,
  more: Readonly<Record<string, string>>,
): Promise<string> {
  const proxy = await listeningProxy();
  try {
    await cli(typed.split(' '), { env: { ...personalSettings(secret, proxy.address), ...more } });
    return proxy.heard();
  } finally {
    await proxy.close();
  }
}
