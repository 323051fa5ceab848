/** What a template says moves no cursor, wherever it is printed. */
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const id = 'RED\u001b[31m';

test('a logical id with control characters is shown with these made visible', async () => {
  const file = folder.write('odd.json', {
    Resources: { [id]: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: 's' } } },
  });
  const { out } = await cli(['cost', file]);
  expect(out).toContain('RED\\u001b[31m');
  expect(out).not.toContain('\u001b');
});

test('an error that quotes control characters shows them', async () => {
  const { code, err } = await cli(['cost', folder.write('bad.json', { Resources: { [id]: 1 } })]);
  expect(err).toContain('resource RED\\u001b[31m (line 1) is a map, not 1\nmend it there');
  expect({ code, raw: err.includes('\u001b') }).toEqual({ code: 3, raw: false });
});
