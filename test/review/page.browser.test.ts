/** The page of a review, opened as a person opens it: from a file, in a browser. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labIds } from '../../lib/catalog.ts';
import {
  Window,
  barriersIn,
  overlapsAmong,
  tablesCut,
  textsBeyond,
  type Look,
} from '../support/browser.ts';
import { cli } from '../support/cli.ts';
import { hostile, manyServices, networkElsewhere, twoVpcs } from './templates.ts';

const folder = mkdtempSync(join(tmpdir(), 'pages-'));
const window = new Window();
afterAll(async () => {
  await window.close();
  rmSync(folder, { recursive: true, force: true });
});

const pages = new Map<string, Promise<string>>();

/** The file of the page, written once. */
function pageOf(what: string, name = what): Promise<string> {
  const page = pages.get(name) ?? writtenPage(what, join(folder, `page-${pages.size}`));
  pages.set(name, page);
  return page;
}

async function writtenPage(what: string, out: string): Promise<string> {
  const { err, code } = await cli([
    ...['review', what, '--rules', 'kit', '--format', 'html', '--out', out],
  ]);
  if (code !== 0) throw new Error(err);
  return join(out, 'review.html');
}

function written(name: string, template: object): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(template));
  return file;
}

const looks: readonly Required<Look>[] = [
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
  { width: 400, scheme: 'light' },
];

const subjects = [
  ...labIds().map((what) => ({ name: what, what: () => what })),
  { name: 'two VPCs and a peering', what: () => written('two-vpcs', twoVpcs) },
  { name: 'sixty functions and queues', what: () => written('many-services', manyServices) },
  { name: 'names that are markup', what: () => written('hostile', hostile) },
  { name: 'a network elsewhere', what: () => written('elsewhere', networkElsewhere) },
  { name: 'a public template', what: () => 'test/network/ask/templates/web.yaml' },
];

describe.each(subjects)('the page of $name', ({ name, what }) => {
  test.each(looks)(
    'at $width px, $scheme, complains of nothing, asks for nothing and bars nobody',
    async (look) => {
      const { page, complaints } = await window.open(await pageOf(what(), name), look);
      expect(await barriersIn(page)).toEqual([]);
      expect(complaints).toEqual([]);
      const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await page.evaluate(beyond)).toBe(0);
      await page.close();
    },
  );

  test('draws nothing over anything', async () => {
    const { page } = await window.open(await pageOf(what(), name));
    expect(await overlapsAmong(page, '.picture .box .body')).toEqual([]);
    expect(await overlapsAmong(page, '.picture text')).toEqual([]);
    expect(await overlapsAmong(page, '.picture .vpc')).toEqual([]);
    expect(await textsBeyond(page)).toEqual([]);
    await page.close();
  });
});

test.each(labIds())('no column of %s is cut off where there is room', async (lab) => {
  const { page } = await window.open(await pageOf(lab), { width: 1280 });
  expect(await tablesCut(page)).toEqual([]);
  await page.close();
});

test('two boxes that are clicked give the way of a packet between them', async () => {
  const { page } = await window.open(await pageOf('alb-asg'));
  await page.click('.box[data-place="internet"]');
  await page.click('.box[data-place="Fleet"]');
  const told = await page.textContent('#told');
  expect(told).toContain('Internet → Fleet');
  expect(told).toContain('tcp/8080 is blocked: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at Fleet');
  await page.click('.box[data-place="Alb"]');
  await page.click('.box[data-place="Fleet"]');
  expect(await page.textContent('#told')).toContain('tcp/8080 gets through');
  await page.close();
});

test('the same by the keyboard alone', async () => {
  const { page } = await window.open(await pageOf('alb-asg'));
  await page.focus('.box[data-place="Alb"]');
  await page.keyboard.press('Enter');
  await page.focus('.box[data-place="Stub"]');
  await page.keyboard.press('Space');
  expect(await page.textContent('#told')).toContain('tcp/9000 is blocked');
  expect(await page.getAttribute('.box[data-place="Stub"]', 'aria-pressed')).toBe('true');
  await page.keyboard.press('Escape');
  expect(await page.textContent('#told')).toBe('');
  await page.close();
});

test('the same by the two lists', async () => {
  const { page } = await window.open(await pageOf('alb-asg'));
  await page.selectOption('#from', { label: 'Fleet' });
  await page.selectOption('#to', { label: 'Stub' });
  expect(await page.textContent('#told')).toContain('tcp/9000 gets through');
  await page.click('#clear');
  expect(await page.textContent('#told')).toBe('');
  await page.close();
});

test('a rule that is pointed at says what depends on it', async () => {
  const { page } = await window.open(await pageOf('alb-asg'));
  await page.hover('.rule:has-text("allow tcp/80")');
  expect(await page.textContent('#depending')).toContain('internet → Alb tcp/80 (open)');
  expect(await page.$$eval('.line.is-on', (all) => all.length)).toBeGreaterThan(0);
  await page.hover('h1');
  expect(await page.textContent('#depending')).toBe('');
  await page.close();
});

test('a box outside of networks tells what it is connected to', async () => {
  const { page } = await window.open(await pageOf('todo-api'));
  await page.click('.box[data-place="Data/Todos"]');
  expect(await page.textContent('#told')).toMatch(/Handlers\/Todos → Data\/Todos: dynamodb:/);
  await page.close();
});

test('names that are markup stand there as text, and run nothing', async () => {
  const { page, complaints } = await window.open(
    await pageOf(written('hostile', hostile), 'hostile'),
  );
  expect(await page.textContent('body')).toContain('<img src=x onerror=alert(1)>');
  expect(await page.$$eval('img, iframe, object', (all) => all.length)).toBe(0);
  for (const box of await page.$$('.box')) await box.click({ force: true });
  expect(complaints).toEqual([]);
  await page.close();
});
