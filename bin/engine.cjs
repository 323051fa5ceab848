'use strict';
// What target packets starts inside the namespaces of a lab: the same set-up as the command, then the engine.
const path = require('path');
const root = path.dirname(__dirname);

require('./setup.cjs')
  .ready(root)
  .then(
    () => import(path.join(root, '.lab', 'js', 'lib', 'targets', 'packets', 'engine', 'main.js')),
  )
  .catch((error) => {
    process.stderr.write((error.sentence || (error && error.stack) || String(error)) + '\n');
    process.exit(70);
  });
