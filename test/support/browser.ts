/** A Chromium for tests, and what one wants to know of a page that it opened. What runs in the page is text: the types here know no page. */
import { chromium, type Browser, type Page } from 'playwright-core';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { findBrowser } from '../../lib/life/browser.ts';

export interface Opened {
  readonly page: Page;
  /** Errors of the console and of scripts, and every request but that for the page itself. */
  readonly complaints: readonly string[];
}

export interface Look {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

/** One browser for all tests of a file. */
export class Window {
  private browser: Browser | undefined;

  async open(file: string, { width = 1280, scheme = 'light' }: Look = {}): Promise<Opened> {
    this.browser ??= await chromium.launch({
      executablePath: findBrowser() ?? 'chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    const page = await this.browser.newPage({
      viewport: { width, height: 900 },
      colorScheme: scheme,
    });
    const complaints: string[] = [];
    const address = `file://${file}`;
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url() !== address) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(address);
    return { page, complaints };
  }

  async close(): Promise<void> {
    await this.browser?.close();
  }
}

/** What axe-core finds serious or critical: the rule and the first element. */
export async function barriersIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120) ?? ''}`);
}

interface Edges {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pairs of the elements that cover each other. */
export async function overlapsAmong(page: Page, selector: string): Promise<readonly string[]> {
  const all = await edgesOf(page, selector);
  return all.flatMap((one, at) =>
    all
      .slice(at + 1)
      .filter((other) => isOver(one, other))
      .map((other) => `${one.name} / ${other.name}`),
  );
}

function isOver(one: Edges, other: Edges): boolean {
  // Text is measured with its line's height: a pixel is no overlap.
  const [across, down] = [
    Math.min(one.right, other.right) - Math.max(one.left, other.left),
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top),
  ];
  return across > 1 && down > 1;
}

/** Texts that reach beyond the box they stand in. */
export function textsBeyond(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('.picture .box')].flatMap((box) => {
    const { left, right, bottom } = box.querySelector('.body').getBoundingClientRect();
    return [...box.querySelectorAll('text')]
      .filter((text) => {
        const own = text.getBoundingClientRect();
        return own.right > right + 1 || own.left < left - 1 || own.bottom > bottom + 1;
      })
      .map((text) => text.textContent);
  })`);
}

/** Tables that are wider than their frame, which then has to be scrolled. */
export function tablesCut(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('.scroll')]
    .filter((each) => each.scrollWidth > each.clientWidth + 1)
    .map((each) => each.getAttribute('aria-label'))`);
}

function edgesOf(page: Page, selector: string): Promise<readonly Edges[]> {
  return page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    const name = each.closest('[data-place]')?.getAttribute('data-place') ?? each.textContent;
    return { name, left, right, top, bottom };
  })`);
}
