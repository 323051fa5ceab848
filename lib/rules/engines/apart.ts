/** An engine in a thread of its own: both at once, nothing printed, its memory given back, and an end to it where it finds none. */
import { Worker } from 'node:worker_threads';
import type { Judgement } from './engine.ts';
import { judgeHere, type Asked } from './here.ts';

/** The largest templates that were tried take a fifth of it. */
const mostSeconds = 120;

/** @throws whatever the engine throws, and where it takes too long */
export function judgeApart(asked: Asked): Promise<readonly Judgement[]> {
  // Only plain JavaScript starts in a thread: tests and tsx run the sources, and judge right here.
  return import.meta.url.endsWith('.ts') ? judgeHere(asked) : inThread(asked);
}

function inThread(workerData: Asked): Promise<readonly Judgement[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData,
      // What the CDK prints of its own accord is for who writes constructs.
      ...{ stdout: true, stderr: true },
      env: { ...process.env, JSII_DEPRECATED: 'quiet', NODE_NO_WARNINGS: '1' },
    });
    const timer = setTimeout(() => {
      reject(new Error(`it was not done after ${mostSeconds} seconds`));
      void worker.terminate();
    }, mostSeconds * 1000);
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended by itself with code ${code}`));
    });
  });
}
