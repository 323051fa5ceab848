import { openTemplates } from '../../lib/template/open.ts';
import { temporaryFolder, type Folder } from './folder.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

/** Where the queue `Shop/Jobs` was made, by these frames. */
function madeBy(frames: unknown, inFileOfItsOwn = false) {
  const notes = { '/Shop/Jobs/Resource': [{ type: 'aws:cdk:creationStack', data: frames }] };
  folder.write('Shop.json', {
    Resources: {
      Jobs: { Type: 'AWS::SQS::Queue', Metadata: { 'aws:cdk:path': 'Shop/Jobs/Resource' } },
    },
  });
  if (inFileOfItsOwn) folder.write('Shop.metadata.json', notes);
  folder.write('manifest.json', {
    artifacts: {
      Shop: {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'Shop.json' },
        ...(inFileOfItsOwn
          ? { additionalMetadataFile: 'Shop.metadata.json' }
          : { metadata: notes }),
      },
    },
  });
  return openTemplates(folder.path).resources[0]?.madeAt;
}

test.each([true, false])(
  'the first line that is no package made it (file of its own: %s)',
  (own) => {
    const frames = [
      '...new Queue2 in aws-cdk-lib...',
      'Array.map (:)',
      'new Shop (/app/lib/shop.ts:33:10)',
      '<anonymous> (/app/bin/app.ts:5:1)',
    ];
    expect(madeBy(frames, own)).toEqual({ file: '/app/lib/shop.ts', line: 33 });
  },
);

test.each([
  ['a module', 'build (file:///my%20app/stack.js:12:3)', { file: '/my app/stack.js', line: 12 }],
  ['another system', 'new A (C:\\app\\lib\\a.ts:7:1)', { file: 'C:\\app\\lib\\a.ts', line: 7 }],
  ['brackets', 'new A (/app (copy)/a.ts:7:1)', { file: '/app (copy)/a.ts', line: 7 }],
])('the frame of %s is read', (_, frame, place) => {
  expect(madeBy([frame])).toEqual(place);
});

test.each([
  ['no user code', ['(no user code in 10 frames, use --stack-trace-limit to capture more)']],
  ['nothing', []],
  ['what no CDK writes', [{ at: 1 }, null, 'file://%:1:1', '(file://%)']],
  ['a value that is no list', 7],
])('%s makes no line up', (_, frames) => {
  expect(madeBy(frames)).toBeUndefined();
});
