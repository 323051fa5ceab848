/** The user data of a lab of ours, as it is deployed: up, answering, and how long that took. */
import { webApp } from '../../../../labs/vpc-public-private/web-app.ts';
import { boot, bootOne, describeInNamespaces, specOf } from './machines.ts';

describeInNamespaces('the web app of vpc-public-private', () => {
  test('it answers once its machine has booted', () => {
    const asks = `python3 -c "
import time, urllib.request
for _ in range(100):
    try: print(urllib.request.urlopen('http://127.0.0.1:8080/health').read().decode()); break
    except OSError: time.sleep(0.05)
"`;
    const { boot: ended, commands } = bootOne(webApp(8080), [asks]);
    expect(ended).toMatchObject({ state: 'booted' });
    expect(commands[0]?.stdout).toContain('"host": "i-1.ec2.internal"');
  });

  test.each([{ count: 1 }, { count: 8 }])('$count boot within seconds', ({ count }) => {
    const specs = Array.from({ length: count }, (_, index) => specOf(webApp(8080), `i-${index}`));
    const { answers, bootedMs } = boot({ machines: specs });
    expect(answers.map((each) => each.boot.state)).toEqual(specs.map(() => 'booted'));
    // Measured on two busy cores: 0.1 s for one, 0.4 s for eight.
    expect(bootedMs).toBeLessThan(5000);
  });
});
