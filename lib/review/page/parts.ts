/** Sections as HTML. Pure. */
import { element, escaped } from '../markup.ts';
import type { Cell, Part, RuleWord, Section } from '../document.ts';

export function sectionHtml({ title, parts }: Section): string {
  const id = anchorOf(title);
  return element(
    'section',
    { 'aria-labelledby': id },
    element('h2', { id }, escaped(title)),
    ...parts.map(partHtml),
  );
}

/** `What answers the internet` -> `what-answers-the-internet` */
export function anchorOf(title: string): string {
  return `s-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

function partHtml(part: Part): string {
  if (part.kind === 'text') return element('p', {}, worded(part.text));
  if (part.kind === 'list')
    return part.items.length === 0
      ? element('p', {}, worded(part.none))
      : element('ul', {}, ...part.items.map((each) => element('li', {}, worded(each))));
  const { heads, rows, none } = part;
  if (rows.length === 0) return element('p', {}, worded(none));
  const head = heads.map((each) =>
    each === '' ? element('td', {}) : element('th', { scope: 'col' }, escaped(each)),
  );
  const body = rows.map((row) =>
    element('tr', {}, ...row.map((cell) => element('td', {}, cellHtml(cell)))),
  );
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': `Table: ${heads.join(', ')}` },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...body),
    ),
  );
}

function cellHtml(cell: Cell): string {
  return typeof cell === 'string' ? worded(cell, breakable) : cell.map(ruleHtml).join(', ');
}

/** Paths and types have no spaces: where a column is narrow they go on in the next line. */
function breakable(html: string): string {
  return html.replace(/(::|[/.])(?=[A-Za-z_{])/g, '$1<wbr>');
}

/** The key is the one by which the page finds the rule in the ways. */
function ruleHtml({ says, logicalId }: RuleWord): string {
  const key = `${logicalId ?? ''} ${says}`;
  return element('span', { class: 'rule', 'data-rule': key, tabindex: 0 }, escaped(says));
}

/** Addresses of AWS's documentation are links; nothing that a template says is. */
function worded(text: string, finish = (html: string): string => html): string {
  return text
    .split(/(https:\/\/docs\.aws\.amazon\.com\/[\w\-./#%?=&]*[\w/#])/)
    .map((piece, at) =>
      at % 2 === 1
        ? element('a', { href: piece, rel: 'noreferrer' }, escaped(piece))
        : finish(escaped(piece)),
    )
    .join('');
}
