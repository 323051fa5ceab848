'use strict';
// Set-up that happens by itself: npm packages when the lock file changed, TypeScript -> JavaScript when a source changed.
const { spawn } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** A sentence for the person, exit code 3. */
function sentence(text) {
  return Object.assign(new Error(text), { sentence: text });
}

/** Brings the kit into a state in which its command can run, and gives the module to import. */
async function ready(root) {
  const made = path.join(root, '.lab');
  try {
    fs.mkdirSync(made, { recursive: true });
  } catch (error) {
    throw sentence(
      `${made} cannot be made (${error.code}): the kit keeps what it makes in its own folder; give yourself the right to write there`,
    );
  }
  await installPackages(root, made);
  await transpile(root, made);
  return path.join(made, 'js', 'bin', 'lab.js');
}

async function installPackages(root, made) {
  const stamp = path.join(made, 'installed.json');
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  const isInstalled = () =>
    fs.existsSync(path.join(root, 'node_modules', 'aws-cdk-lib', 'package.json')) &&
    readJson(stamp).lock === wanted;
  if (isInstalled()) return;
  const release = await onlyOne(path.join(made, 'npm-ci.lock'));
  try {
    // Another command may have done it meanwhile.
    if (isInstalled()) return;
    if (!sameAsLock(root, JSON.parse(lock))) await npmCi(root, made);
    writeWhole(stamp, JSON.stringify({ lock: wanted }));
  } finally {
    release();
  }
}

/** Two `npm ci` at once would remove each other's packages: the second command waits for the first. */
async function onlyOne(file) {
  const release = () => {
    if (readJson(file) === process.pid) fs.rmSync(file, { force: true });
  };
  for (let waited = 0; !taken(file); waited += 1) {
    const owner = readJson(file);
    // One that has just been released holds nothing: then it is tried again.
    if (Number.isInteger(owner) && !isAlive(owner)) fs.rmSync(file, { force: true });
    else if (waited === 0)
      process.stderr.write('Another command installs the Node packages; waiting for it.\n');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  process.once('exit', release);
  return release;
}

/** A hard link either appears whole or not at all, with its content. */
function taken(file) {
  const own = `${file}.${process.pid}`;
  try {
    fs.writeFileSync(own, String(process.pid));
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw sentence(`${file} cannot be written (${error.code}); give yourself the right to`);
  } finally {
    fs.rmSync(own, { force: true });
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Did somebody already run npm ci by hand, whole? */
function sameAsLock(root, lock) {
  const installed = readJson(path.join(root, 'node_modules', '.package-lock.json')).packages;
  if (installed === undefined) return false;
  return Object.entries(lock.packages).every(
    ([name, { version, optional }]) =>
      name === '' || optional || (installed[name] || {}).version === version,
  );
}

function npmCi(root, made) {
  const log = path.join(made, 'npm-ci.log');
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  process.stderr.write(
    'First use: installing Node packages into this folder (about 660 MB, about 1 min) ',
  );
  const output = openLog(log);
  const ticking = setInterval(() => process.stderr.write('.'), 3000);
  const child = spawn(
    'npm',
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', output, output],
    },
  );
  const end = () => child.kill('SIGTERM');
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  return new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(
        sentence(`\nnpm cannot be started (${error.code}); it comes with Node: https://nodejs.org`),
      ),
    );
    child.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(sentence(`\n${whyNpmFailed(code, signal, log)}`)),
    );
  })
    .finally(() => {
      clearInterval(ticking);
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
    })
    .then(() => {
      process.stderr.write(
        ` ${seconds()} s. Nothing outside it was touched but npm's own cache.\n`,
      );
    });
}

function openLog(log) {
  try {
    return fs.openSync(log, 'w');
  } catch (error) {
    throw sentence(
      `\n${log} cannot be written (${error.code}); give yourself the right to, or run ./lab as who owns the folder`,
    );
  }
}

function whyNpmFailed(code, signal, log) {
  const text = fs.readFileSync(log, 'utf8');
  if (signal !== null) return 'stopped; ./lab goes on from here when you run it again';
  if (/ENOSPC/.test(text))
    return 'the disk is full: the kit needs 900 MB here; make room and run ./lab again';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH/.test(text))
    return 'the npm registry cannot be reached: the first use needs it once; check the network or npm config get registry, then run ./lab again';
  return `npm ci ended with code ${code}; its words are in ${log}; ./lab tries again when you run it`;
}

/** Every source that changed since the last time, one JavaScript file each under .lab/js; relative imports end in .js there. */
async function transpile(root, made) {
  const out = path.join(made, 'js');
  const manifestFile = path.join(out, 'manifest.json');
  const before = readJson(manifestFile);
  const now = {};
  for (const folder of ['bin', 'lib', 'labs']) list(root, folder, now);
  const changed = Object.keys(now).filter((file) => before[file] !== now[file]);
  const gone = Object.keys(before).filter((file) => now[file] === undefined);
  if (changed.length === 0 && gone.length === 0) return;
  const esbuild = require(path.join(root, 'node_modules', 'esbuild'));
  try {
    for (const file of gone.map((each) => path.join(out, compiled(each))))
      for (const each of [file, `${file}.map`]) fs.rmSync(each, { force: true });
    if (gone.length > 0) forgetEmptyFolders(path.join(out, 'labs'));
    await Promise.all(changed.map((file) => transpileOne(esbuild, root, out, file)));
    writeWhole(manifestFile, JSON.stringify(now));
  } catch (error) {
    if (error.code === 'ENOSPC')
      throw sentence('the disk is full: .lab/js cannot be written; make room and run ./lab again');
    if (error.code === 'EACCES')
      throw sentence(
        `${error.path} cannot be written; give yourself the right to, or run ./lab as who owns it`,
      );
    throw error;
  }
}

/** A lab that was deleted leaves nothing behind: the catalogue finds labs by folder. */
function forgetEmptyFolders(folder) {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) forgetEmptyFolders(path.join(folder, entry.name));
  if (fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
}

async function transpileOne(esbuild, root, out, file) {
  const target = path.join(out, compiled(file));
  let written;
  try {
    const result = await esbuild.build({
      entryPoints: [path.join(root, file)],
      outfile: target,
      bundle: true,
      write: false,
      // A review names the line of the construct that somebody wrote.
      ...{ sourcemap: 'linked', sourcesContent: false },
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      plugins: [{ name: 'imports-stay', setup: importsStay }],
    });
    written = result.outputFiles;
  } catch (error) {
    const first = (error.errors || [])[0];
    if (first === undefined) throw error;
    const at = first.location ? `${file}:${first.location.line}` : file;
    if (!file.startsWith('labs/')) throw sentence(`${at}: ${first.text}`);
    // One lab that does not compile leaves the others usable: its module says so when it is loaded.
    const text = `throw new Error(${JSON.stringify(`${at}: ${first.text}`)});\n`;
    written = [{ path: target, text }];
  }
  fs.mkdirSync(path.dirname(target), { recursive: true });
  for (const { path, text } of written) writeWhole(path, text);
}

function importsStay(build) {
  build.onResolve({ filter: /.*/ }, ({ path: imported, kind }) =>
    kind === 'entry-point'
      ? undefined
      : {
          path: /^\.{1,2}\//.test(imported) ? imported.replace(/\.ts$/, '.js') : imported,
          external: true,
        },
  );
}

function list(root, folder, into) {
  for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== '__snapshots__') list(root, file, into);
    else if (/\.ts$/.test(file) && !/\.test\.ts$/.test(file)) {
      const { size, mtimeMs } = fs.statSync(path.join(root, file));
      into[file] = `${size} ${mtimeMs}`;
    }
  }
}

function compiled(file) {
  return file.replace(/\.ts$/, '.js');
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** Whole or not at all: a second command at the same moment never reads half a file. */
function writeWhole(file, text) {
  const unfinished = `${file}.${process.pid}`;
  fs.writeFileSync(unfinished, text);
  fs.renameSync(unfinished, file);
}

module.exports = { ready };
