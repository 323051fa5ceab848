import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianMirror } from '../../../lib/targets/localstack/install/debian.ts';
import { manifestOf } from '../../../lib/targets/localstack/install/jars.ts';

const etc = mkdtempSync(join(tmpdir(), 'apt-'));
const keys = join(etc, 'keys');
mkdirSync(join(etc, 'sources.list.d'));
writeFileSync(keys, '');
afterAll(() => {
  rmSync(etc, { recursive: true });
});

test('the mirror is the one that the machine uses, among sources of others', () => {
  const list = (name: string, text: string): void => {
    writeFileSync(join(etc, 'sources.list.d', name), text);
  };
  expect(debianMirror(etc, keys)).toBeUndefined();
  list('node.sources', 'URIs: https://deb.example.org/node_20.x\n');
  list('old.list', '# deb http://commented.example.org/debian trixie main\n');
  expect(debianMirror(etc, keys)).toBeUndefined();
  list('debian.sources', 'Types: deb\nURIs: http://mirror.example.org/debian\nSuites: bookworm\n');
  expect(debianMirror(etc, keys)).toBe('http://mirror.example.org/debian');
  expect(debianMirror(etc, join(etc, 'no-keys'))).toBeUndefined();
});

test('lines of a manifest are folded at 72 bytes and unfold to what was meant', () => {
  const jars = Array.from({ length: 40 }, (_, index) => `lib/some-library-${index}.jar`);
  const lines = manifestOf(jars).split('\r\n');
  expect(lines.every((line) => line.length <= 72)).toBe(true);
  expect(lines.join('\n').replace(/\n /g, '')).toBe(
    `Main-Class: LoopbackMain\nClass-Path: ${jars.join(' ')}\n`,
  );
});
