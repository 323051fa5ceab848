/** The picture of an architecture: what it shows, where that stands, and what text makes of it. */
import fc from 'fast-check';
import { pathsIn } from '../../lib/review/paths.ts';
import { drawingOf } from '../../lib/review/picture/layout.ts';
import { mermaidOf } from '../../lib/review/picture/mermaid.ts';
import type { Rect } from '../../lib/review/picture/paper.ts';
import { internet, type Arrow, type Picture } from '../../lib/review/picture/picture.ts';
import { svgOf } from '../../lib/review/picture/svg.ts';
import type { Report } from '../../lib/review/report.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';
import { hostile, manyServices, twoVpcs } from './templates.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

async function pictureOf(what: string): Promise<Picture> {
  const { out } = await cli(['review', what, '--rules', 'kit', '--json']);
  return (JSON.parse(out) as { data: Report }).data.picture;
}

const arrowsOf = ({ arrows }: Picture, kind: Arrow['kind']): readonly string[] =>
  arrows
    .filter((each) => each.kind === kind)
    .map(({ from, to, says, isMutual }) => {
      const [one = '', other = ''] = [from, to].map((id) => id.split('/').at(-1));
      return `${one} ${isMutual ? '<->' : '->'} ${other} ${says.join(' ')}`.trim();
    });

function isOver(one: Rect, other: Rect): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function expectRoom(picture: Picture): void {
  const { width, height, boxes, vpcs } = drawingOf(picture);
  const rects = boxes.map(({ rect }) => rect);
  const over = rects.flatMap((one, at) => rects.slice(at + 1).filter((each) => isOver(one, each)));
  expect(over).toEqual([]);
  for (const { x, y, width: wide, height: high } of [...rects, ...vpcs.map(({ rect }) => rect)]) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(x + wide).toBeLessThanOrEqual(width);
    expect(y + high).toBeLessThanOrEqual(height);
  }
}

test('of alb-asg it shows zones, tiers, what the internet reaches and what is reached inside', async () => {
  const picture = await pictureOf('alb-asg');
  const [vpc] = picture.vpcs;
  expect(vpc?.zones).toEqual(['zone a', 'zone b']);
  expect(vpc?.gates.map(({ name }) => name)).toEqual(['Igw', 'S3Endpoint']);
  const tiers = vpc?.tiers.map(({ subnets, boxes }) => ({
    subnets: subnets.map(({ name, block, routes }) => `${name} ${block} ${routes?.join() ?? '?'}`),
    boxes: boxes.map(({ name, zones }) => `${name} ${zones.join()}`),
  }));
  expect(tiers).toEqual([
    { subnets: ['PublicA 10.0.0.0/24 Igw', 'PublicB 10.0.1.0/24 Igw'], boxes: ['Alb 0,1'] },
    {
      subnets: ['PrivateA 10.0.16.0/20 S3Endpoint', 'PrivateB 10.0.32.0/20 S3Endpoint'],
      boxes: ['Stub 0', 'Fleet 0,1'],
    },
  ]);
  expect(arrowsOf(picture, 'in').map((each) => each.replace(/-> Alb\w*/, '-> Alb'))).toEqual([
    'internet -> Alb tcp/80',
  ]);
  expect(picture.arrows.filter(({ kind }) => kind === 'inside')).toHaveLength(2);
});

test('of todo-api it shows who calls whom, and what the role of the function allows', async () => {
  const picture = await pictureOf('todo-api');
  expect(picture.vpcs).toEqual([]);
  expect(picture.services.map(({ name }) => name).sort()).toEqual([
    'Api/Todos',
    'Data/Todos',
    'Handlers/Todos',
    'SignIn/Users',
  ]);
  const [may] = picture.arrows.filter(({ kind }) => kind === 'may');
  expect(may?.from).toContain('Handlers');
  expect(may?.to).toContain('Data');
  expect(may?.says.join()).toContain('dynamodb:');
  expect(picture.arrows.filter(({ kind }) => kind === 'calls')).toHaveLength(3);
});

test('the way from the internet to data is told step by step', async () => {
  const { out } = await cli(['review', 'todo-api', '--rules', 'kit', '--json']);
  const { paths } = (JSON.parse(out) as { data: Report }).data;
  expect(paths.map(({ to, steps }) => [to, ...steps.map((each) => each.to)])).toEqual([
    ['Data/Todos', 'Api/Todos', 'Handlers/Todos', 'Data/Todos'],
  ]);
});

test('where nothing comes in from the internet no way leads to data', () => {
  const box = (id: string, group: 'data' | 'compute') => ({
    ...{ id, name: id, type: 'T', group, open: null, source: null },
  });
  const arrow = (from: string, to: string, kind: Arrow['kind']): Arrow => ({
    ...{ from, to, kind, says: [], isMutual: false },
  });
  const services = [box('Fn', 'compute'), box('Table', 'data')];
  const [may, out] = [arrow('Fn', 'Table', 'may'), arrow('Fn', internet, 'out')];
  const picture: Picture = { vpcs: [], left: [], services, arrows: [may, out] };
  const nothingMore = { undrawn: [], open: [] };
  expect(pathsIn({ picture, ...nothingMore })).toEqual({ paths: [], unknownPaths: [] });
  const open = {
    ...picture,
    arrows: [arrow(internet, 'Fn', 'in'), may, arrow('Table', 'Fn', 'calls')],
  };
  const { paths } = pathsIn({ picture: open, ...nothingMore });
  expect(paths.map(({ steps }) => steps.length)).toEqual([2]);
});

test('what is open both ways is one arrow', async () => {
  const picture = await pictureOf('vpc-public-private');
  expect(picture.arrows.filter(({ isMutual }) => isMutual).length).toBeGreaterThan(0);
  const pairs = picture.arrows.map(({ kind, from, to }) => `${kind} ${[from, to].sort().join()}`);
  expect(new Set(pairs).size).toBe(pairs.length);
});

test('a queue calls the function that reads it, once', async () => {
  const picture = await pictureOf(folder.write('many.json', manyServices));
  expect(arrowsOf(picture, 'calls')).toHaveLength(30);
  expect(arrowsOf(picture, 'calls')[0]).toBe('Queue0 -> Function0');
  expect(arrowsOf(picture, 'may')).toContain('Function7 -> Table dynamodb:PutItem');
});

test.each([
  { name: 'two VPCs of three zones', template: twoVpcs },
  { name: 'sixty services', template: manyServices },
  { name: 'names that are markup', template: hostile },
])('$name stand on the paper without covering each other', async ({ template }) => {
  expectRoom(await pictureOf(folder.write('drawn.json', template)));
});

test('two runs draw the same', async () => {
  const template = folder.write('same.json', twoVpcs);
  const [one, other] = [
    svgOf(drawingOf(await pictureOf(template))),
    svgOf(drawingOf(await pictureOf(template))),
  ];
  expect(one).toBe(other);
});

test('a drawing has no sign of a name as markup', async () => {
  const svg = svgOf(drawingOf(await pictureOf(folder.write('hostile.json', hostile))));
  expect(svg).not.toMatch(/<img|<script/);
  expect(svg).toContain('&lt;img src=x');
});

test('Mermaid has every box and arrow, and what the internet reaches in red', async () => {
  const picture = await pictureOf('alb-asg');
  const lines = mermaidOf(picture) ?? [];
  expect(lines).toContain('flowchart TB');
  expect(lines.filter((each) => each.includes('["Alb<br/>'))).toHaveLength(1);
  expect(lines.filter((each) => each.includes('-->'))).toHaveLength(picture.arrows.length);
  expect(lines.at(-1)).toMatch(/^ {2}linkStyle \d+ stroke:#b91c1c/);
});

test('names leave the quotes of Mermaid alone', async () => {
  const lines = mermaidOf(await pictureOf(folder.write('quotes.json', hostile))) ?? [];
  for (const line of lines) expect((line.match(/"/g) ?? []).length % 2).toBe(0);
  expect(lines.join('\n')).not.toMatch(/<img|<script|\u202e/);
});

const name = fc.string({ minLength: 1, maxLength: 60 });
const anyPicture = fc
  .record({
    names: fc.array(name, { minLength: 1, maxLength: 40 }),
    pairs: fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 80 }),
  })
  .map(({ names, pairs }): Picture => {
    const ids = [internet, ...names.map((_, at) => `S/${at}`)];
    const idAt = (at: number): string => ids[at % ids.length] ?? internet;
    return {
      vpcs: [],
      left: [],
      services: names.map((each, at) => ({
        ...{ id: `S/${at}`, name: each, type: 'AWS::SQS::Queue', group: 'messages' as const },
        ...{ open: null, source: null },
      })),
      arrows: pairs.map(([from, to]) => ({
        ...{ from: idAt(from), to: idAt(to), kind: 'calls' as const, says: [], isMutual: false },
      })),
    };
  });

test('whatever calls whatever, no box covers another', () => {
  fc.assert(
    fc.property(anyPicture, (picture) => {
      expectRoom(picture);
    }),
    { numRuns: 60 },
  );
});
