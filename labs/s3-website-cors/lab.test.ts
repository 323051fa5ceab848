import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../lib/app.ts';
import { kitRules } from '../../lib/rules/kit.ts';
import { subjectOf } from '../../lib/rules/rule.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawTemplate } from '../../lib/template/template.ts';
import { describeLab } from '../../test/support/describe-lab.ts';
import { asked, assetKeys, marks, siteKeys } from './content.ts';
import { shownBy } from './checks/browser.ts';

async function templateOf(fault?: string): Promise<RawTemplate> {
  const app = await createApp({ lab: 's3-website-cors', stage: 'website', parameters: {}, fault });
  return Template.fromStack(Stack.of(app.node.findChild('WebsiteCors'))).toJSON();
}

/** Key -> content, of both buckets. */
async function declaredObjects(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { Resources = {} } = await templateOf();
  const buckets = Object.values(Resources).filter(({ Type }) => Type === 'AWS::S3::Bucket');
  return buckets.map(({ Metadata }) => Metadata?.['kit:objects'] as Record<string, unknown>);
}

const file = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

describeLab('s3-website-cors', () => {
  test('the buckets declare the files of their folders, the font as a file of the assembly', async () => {
    const [site, assets] = await declaredObjects();
    expect(Object.keys(site!)).toEqual(siteKeys);
    expect(Object.keys(assets!)).toEqual(assetKeys);
    expect(site!['index.html']).toBe(file('site/index.html'));
    expect(assets!['font.woff2']).toEqual({
      file: expect.stringMatching(/^asset\.[0-9a-f]{64}\.woff2$/) as string,
    });
  });

  test.each([
    ['site/index.html', marks.index],
    ['site/docs/index.html', marks.docs],
    ['site/error.html', marks.error],
    ['assets/error.html', marks.error],
    ['assets/extra.html', marks.extra],
  ])('%s has the sentence that checks look for', (name, mark) => {
    const others = Object.values(marks).filter((each) => each !== mark);
    expect(file(name)).toContain(mark);
    for (const other of others) expect(file(name)).not.toContain(other);
  });

  describe('the script of the page, in a browser', () => {
    const origin = 'http://site.example.com';
    const html = file('site/index.html').replace('${AssetUrl}', 'http://assets.example.com');
    const shared = {
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'range',
    };

    test('asks for the range that the proof asks for, after a preflight, and shows the text', async () => {
      const requests: string[] = [];
      const shown = await shownBy(html, {
        origin,
        to: 'AssetUrl',
        http: ({ method = 'GET', path, headers }) => {
          requests.push(`${method} ${path} ${headers?.['Range'] ?? ''}`.trim());
          return Promise.resolve({ status: 200, headers: shared, body: `<p>${marks.extra}</p>` });
        },
      });
      expect(shown['extra']).toContain(marks.extra);
      expect(shown['font']).toMatch(/^a font of \d+ bytes$/);
      expect(requests.toSorted()).toEqual([
        `${asked.method} /extra.html ${asked.headers.Range}`,
        'GET /font.woff2',
        'OPTIONS /extra.html',
      ]);
    });

    test.each([
      ['the preflight names another origin', { ...shared, 'access-control-allow-origin': '' }],
      [
        'the preflight does not allow the header',
        { ...shared, 'access-control-allow-headers': '' },
      ],
    ])('shows nothing of it where %s', async (_, headers) => {
      const shown = await shownBy(html, {
        origin,
        to: 'AssetUrl',
        http: () => Promise.resolve({ status: 200, headers, body: marks.extra }),
      });
      expect(shown['extra']).toMatch(/^blocked: Failed to fetch/);
    });
  });

  test('a star with PUT is a finding of kit/cors-origins', async () => {
    const found = async (fault?: string): Promise<readonly string[]> => {
      const raw = await templateOf(fault);
      const { resources } = resolveStack({ stack: 'WebsiteCors', file: 'x.json', raw });
      const rule = kitRules.find(({ id }) => id === 'kit/cors-origins');
      return rule!.breaches(subjectOf(resources)).map(({ path }) => path);
    };
    expect(await found()).toEqual([]);
    expect(await found('star-with-put')).toEqual(['WebsiteCors/AssetBucket']);
  });
});
