/** What no target but `aws` may do: send anything of a person's AWS settings anywhere. */
import { cli } from './cli.ts';
import { listeningProxy, personalSettings } from './listening-proxy.ts';

const secret = 'AKIAOFAREALPERSON00';
const worked = [0, 1, 2];

/** In this order each command does its work with a real profile set, and nothing arrives where that leads. */
export async function expectNothingLeaves(commands: readonly string[]): Promise<void> {
  const proxy = await listeningProxy();
  const env = personalSettings(secret, proxy.address);
  try {
    for (const typed of commands) {
      const { code, err } = await cli(typed.split(' '), { env });
      expect({ typed, worked: worked.includes(code ?? 70), err: code === 0 ? '' : err }).toEqual(
        expect.objectContaining({ typed, worked: true }),
      );
      expect({ typed, heard: proxy.heard() }).toEqual({ typed, heard: '' });
    }
  } finally {
    await proxy.close();
  }
}

/** That the proxy does hear a command that is meant to send. */
export async function heardFrom(
  typed: string,
  more: Readonly<Record<string, string>>,
): Promise<string> {
  const proxy = await listeningProxy();
  try {
    // Target aws refuses an endpoint of a single service.
    const settings = Object.entries(personalSettings(secret, proxy.address)).filter(
      ([name]) => !name.startsWith('AWS_ENDPOINT_URL_'),
    );
    await cli(typed.split(' '), { env: { ...Object.fromEntries(settings), ...more } });
    return proxy.heard();
  } finally {
    await proxy.close();
  }
}
