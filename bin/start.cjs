'use strict';
// Everything before the first line of TypeScript: the right Node, the packages, the sources as plain JavaScript.
// Written so that a Node from years ago can parse it far enough to be told that it is too old.
var path = require('path');
var root = path.dirname(__dirname);
var oldest = [20, 19];

var version = process.versions.node.split('.').map(Number);
if (version[0] < oldest[0] || (version[0] === oldest[0] && version[1] < oldest[1])) {
  process.stderr.write(
    'this is Node ' +
      process.versions.node +
      '; the kit needs 20.19 or newer: https://nodejs.org, or nvm install 24\n',
  );
  process.exit(3);
}

require('./setup.cjs')
  .ready(root)
  .then(function (entry) {
    return import(entry);
  })
  .then(function (cli) {
    return cli.main(process.argv.slice(2));
  })
  .catch(function (error) {
    // `sentence` marks what the set-up expects to go wrong; anything else is a bug of ours.
    process.stderr.write((error.sentence || (error && error.stack) || String(error)) + '\n');
    process.exitCode = error.sentence ? 3 : 70;
  });
