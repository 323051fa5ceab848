/** JUnit XML read strictly: no element, attribute or character that the schema of Jenkins does not know. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly inside: readonly Element[];
  readonly text: string;
}

interface Shape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly inside: readonly string[];
}

const said: Shape = { required: [], optional: ['type', 'message'], inside: [] };

/** @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd */
const shapes = new Map<string, Shape>([
  [
    'testsuites',
    {
      required: [],
      optional: ['name', 'time', 'tests', 'failures', 'errors'],
      inside: ['testsuite'],
    },
  ],
  [
    'testsuite',
    {
      required: ['name', 'tests', 'failures', 'errors'],
      optional: ['time', 'skipped', 'timestamp', 'hostname', 'id', 'package'],
      inside: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
    },
  ],
  ['properties', { required: [], optional: [], inside: ['property'] }],
  ['property', { required: ['name', 'value'], optional: [], inside: [] }],
  [
    'testcase',
    {
      required: ['name'],
      optional: ['time', 'classname', 'group'],
      inside: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
    },
  ],
  ['failure', said],
  ['skipped', said],
  ['system-out', { required: [], optional: [], inside: [] }],
]);

/** The characters of XML 1.0. */
const characters = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/g;

/** @throws where it is no XML, or not of that shape */
export function readJUnit(xml: string): Element {
  const whole: Opened = { name: '', attributes: {}, inside: [], text: '' };
  const open = [whole];
  for (const each of tokensIn(xml)) take(open, each);
  const [root, ...more] = whole.inside;
  if (root?.name !== 'testsuites' || more.length + open.length > 1)
    throw new Error('the document is not one element testsuites');
  return root;
}

function tokensIn(xml: string): readonly RegExpExecArray[] {
  // As every reader of XML does, before anything else.
  const [, body] = xml.replace(/\r\n?/g, '\n').split(head);
  if (!characters.test(xml) || body === undefined) throw new Error('that is no XML 1.0 document');
  const tokens = [...body.matchAll(token)];
  if (tokens.map(([each]) => each).join('') !== body) throw new Error('a tag that is none');
  return tokens;
}

interface Opened extends Element {
  readonly inside: Element[];
  text: string;
}

function take(open: Opened[], [, slash, name, attributes = '', isEmpty, text]: RegExpExecArray) {
  const around = open.at(-1);
  if (text !== undefined && around !== undefined) around.text += plain(text);
  if (name === undefined) return;
  if (slash === '') open.push({ name, attributes: attributesIn(attributes), inside: [], text: '' });
  if (slash === '/' || isEmpty === '/') close(open, name);
}

function close(open: Opened[], name: string): void {
  const ended = open.pop();
  if (ended?.name !== name) throw new Error(`${ended?.name ?? ''} ends as ${name}`);
  open.at(-1)?.inside.push(fitting(ended));
}

function attributesIn(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(/ ([a-z]+)="([^"]*)"/g)];
  const names = found.map(([, name = '']) => name);
  if (new Set(names).size < names.length) throw new Error(`an attribute twice:${text}`);
  return Object.fromEntries(
    found.map(([, name = '', value = '']) => [name, plain(value.replace(/[\t\n]/g, ' '))]),
  );
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function plain(text: string): string {
  return text.replace(/&[^;]*;?/g, (reference) => {
    const [, number, name = ''] = /^&(?:#(\d+)|(\w+));$/.exec(reference) ?? [];
    const character = number === undefined ? named[name] : String.fromCodePoint(Number(number));
    if (character === undefined) throw new Error(`no reference: ${reference}`);
    return character;
  });
}

function fitting(element: Element): Element {
  const shape = shapes.get(element.name);
  if (shape === undefined) throw new Error(`no element is called ${element.name}`);
  const names = Object.keys(element.attributes);
  const odd = [
    ...shape.required.filter((each) => !names.includes(each)),
    ...names.filter((each) => ![...shape.required, ...shape.optional].includes(each)),
    ...element.inside.map(({ name }) => name).filter((each) => !shape.inside.includes(each)),
  ];
  if (odd.length > 0) throw new Error(`${element.name}: ${odd.join(', ')}`);
  return element;
}
