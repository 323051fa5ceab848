// A Node function as a process: events on standard input, answers on the descriptor it is told, a line of JSON each.
// What it logs and how it fails looks as on AWS: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
// and https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
'use strict';
const { existsSync, writeSync } = require('node:fs');
const { resolve } = require('node:path');
const { createInterface } = require('node:readline');
const { pathToFileURL } = require('node:url');
const { format } = require('node:util');

const root = process.env.LAMBDA_TASK_ROOT;
const answers = Number(process.argv[2]);
const seconds = Number(process.env.LAB_TIMEOUT);
delete process.env.LAB_TIMEOUT;

let request = '';
const log = (level, text) =>
  writeSync(1, `${new Date().toISOString()}\t${request}\t${level}\t${text.replace(/\n/g, '\r')}\n`);
const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR' };
for (const [method, level] of Object.entries(levels))
  console[method] = (...words) => log(level, format(...words));

const failure = (error) => ({
  errorType: error?.name ?? typeof error,
  errorMessage: error?.message ?? String(error),
  trace: (error?.stack ?? '').split('\n'),
});

// The module is loaded once; what went wrong then goes wrong again with each event.
let loading;
const load = () => (loading ??= loadHandler());

async function loadHandler() {
  const written = process.env._HANDLER;
  const dot = written.lastIndexOf('.');
  const [file, name] = [written.slice(0, dot), written.slice(dot + 1)];
  const module = ['.js', '.mjs', '.cjs']
    .map((end) => resolve(root, file + end))
    .find((path) => existsSync(path));
  if (module === undefined)
    throw named('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const loaded = await import(pathToFileURL(module).href).catch((error) => {
    const isSyntax = error instanceof SyntaxError;
    const type = isSyntax ? 'Runtime.UserCodeSyntaxError' : 'Runtime.ImportModuleError';
    throw named(type, `${error.name}: ${error.message}`);
  });
  const handler = loaded[name] ?? loaded.default?.[name];
  if (typeof handler !== 'function')
    throw named('Runtime.HandlerNotFound', `${written} is undefined or not exported`);
  return handler;
}

const named = (name, message) => Object.assign(new Error(message), { name });

function contextOf(event) {
  const until = Date.now() + seconds * 1000;
  const { env } = process;
  return {
    awsRequestId: event['invoke-id'],
    invokedFunctionArn: event['invoked-function-arn'],
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, until - Date.now()),
  };
}

async function run(event) {
  const handler = await load();
  const [body, context] = [JSON.parse(event.payload || '{}'), contextOf(event)];
  if (handler.length < 3) return handler(body, context);
  return new Promise((give, fail) => {
    const answer = (error, value) => (error == null ? give(value) : fail(error));
    const returned = handler(body, context, answer);
    if (typeof returned?.then === 'function') returned.then(give, fail);
  });
}

function answer(value) {
  writeSync(1, `\0${request}\n`);
  writeSync(answers, `${JSON.stringify(value)}\n`);
}

async function serve(line) {
  const event = JSON.parse(line);
  request = event['invoke-id'];
  process.env._X_AMZN_TRACE_ID = event['trace-id'];
  try {
    answer({ value: (await run(event)) ?? null });
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  log('ERROR', `Invoke Error\t${JSON.stringify(failure(error))}`);
  answer({ error: failure(error) });
}

// An error outside of the handler's promise ends the runtime, as on AWS; the invocation gets it as its answer.
process.on('uncaughtException', (error) => {
  fail(error);
  process.exit(1);
});
process.on('unhandledRejection', (error) => {
  fail(named('Runtime.UnhandledPromiseRejection', String(error)));
  process.exit(1);
});

// Loading is no part of the first invocation's time: AWS has a phase of its own for it.
void load()
  .catch(() => undefined)
  .then(() => {
    writeSync(answers, '{}\n');
    createInterface({ input: process.stdin }).on('line', serve);
  });
