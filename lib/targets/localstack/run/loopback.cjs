// Loaded into LocalStack's own Node programs (kinesis-local), which listen on every interface otherwise.
'use strict';
const { Server } = require('node:net');

const { listen } = Server.prototype;

Server.prototype.listen = function onLoopback(...words) {
  const [first, second] = words;
  if (typeof first === 'object' && first !== null && first.port !== undefined)
    words[0] = { ...first, host: '127.0.0.1' };
  else if (typeof first === 'number' && typeof second === 'string') words[1] = '127.0.0.1';
  else if (typeof first === 'number') words.splice(1, 0, '127.0.0.1');
  return listen.apply(this, words);
};
