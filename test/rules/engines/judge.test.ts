/** Who is asked, and when: once for each template, in a thread of its own. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Report } from '../../../lib/review/report.ts';
import { root } from '../../../lib/root.ts';
import { judgedBy } from '../../../lib/rules/engines/judge.ts';
import { keptJudgements, keysFor } from '../../../lib/rules/engines/kept.ts';
import { openTemplates, type Opened } from '../../../lib/template/open.ts';
import { temporaryFolder } from '../../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

/** One that nobody has judged yet. */
function unseen(): Opened {
  return openTemplates(fileOf());
}

function fileOf(): string {
  const Resources = { Files: { Type: 'AWS::S3::Bucket' } };
  return folder.write(`${randomUUID()}.json`, { Description: randomUUID(), Resources });
}

async function judged(opened: Opened): Promise<{ readonly rules: string; readonly asked: number }> {
  let asked = 0;
  const [verdicts = []] = await judgedBy(['cdk-nag'], [opened], () => {
    asked += 1;
  });
  const findings = verdicts.flatMap(({ judgements }) =>
    judgements.flatMap((each) => each.findings),
  );
  return { rules: findings.map(({ rule }) => rule).join(), asked };
}

test('an engine is asked once for a template, and again for another', async () => {
  const opened = unseen();
  const [first, second] = [await judged(opened), await judged(opened)];
  expect(first).toMatchObject({ asked: 1, rules: expect.stringContaining('S1') as string });
  expect(second).toEqual({ ...first, asked: 0 });
  expect((await judged(unseen())).asked).toBe(1);
});

test('several are judged at once, and each gets what is said of it', async () => {
  const [known, other] = [unseen(), unseen()];
  const Door = {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'doors',
      SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }],
    },
  };
  const door = openTemplates(folder.write(`${randomUUID()}.json`, { Resources: { Door } }));
  await judged(known);
  const all = await judgedBy(['cdk-nag'], [other, known, door]);
  const found = all.map((verdicts) =>
    verdicts.flatMap(({ judgements }) => judgements.flatMap((each) => each.findings)),
  );
  expect(found.map((each) => each.some(({ rule }) => rule === 'AwsSolutions-S1'))).toEqual([
    ...[true, true, false],
  ]);
  expect(found.map((each) => each.some(({ rule }) => rule === 'AwsSolutions-EC23'))).toEqual([
    ...[false, false, true],
  ]);
});

test('a judgement that was kept in half is made anew', async () => {
  const opened = unseen();
  const json = JSON.stringify(opened.decided(opened.templates[0]?.stack ?? ''));
  const before = await judged(opened);
  writeFileSync(join(keptJudgements, `${keysFor('cdk-nag')({}, json)}.json`), '{"findings":');
  expect(await judged(opened)).toEqual(before);
});

test('nothing that an engine wrote for itself is left', async () => {
  await judged(unseen());
  const names = readdirSync(keptJudgements);
  expect(names.filter((name) => name.endsWith(`.${process.pid}`))).toEqual([]);
});

test('who is not asked says so, and nobody judges what is only assumed', async () => {
  const assume = folder.write('assume.json', {
    Resources: { Net: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } } },
    Assume: { Vpc: { Ref: 'Net' } },
  });
  const file = folder.write(`${randomUUID()}.json`, {
    Parameters: { Vpc: { Type: 'String' } },
    Resources: {
      Group: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'doors', VpcId: { Ref: 'Vpc' } },
      },
    },
  });
  const [[nag, validate] = []] = await judgedBy(['cdk-nag'], [openTemplates(file, { assume })]);
  expect(nag?.judgements).toHaveLength(1);
  expect(validate).toMatchObject({ missing: 'nobody asked for it', judgements: [] });
});

test('from the command it judges in a thread', async () => {
  const { stdout } = await promisify(execFile)(
    join(root, 'lab'),
    ['review', fileOf(), '--rules', 'nag', '--json'],
    { cwd: root, maxBuffer: 50_000_000 },
  );
  const { findings, provenance } = (JSON.parse(stdout) as { data: Report }).data;
  expect(findings.map(({ rule }) => rule)).toContain('AwsSolutions-S1');
  expect(provenance.engines).toContainEqual(
    expect.objectContaining({ name: 'cdk-nag', missing: null }),
  );
}, 60_000);
