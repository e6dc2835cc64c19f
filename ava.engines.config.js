// Tests against real engines: as root, one file after the other, each in a process of its own (see test/engines).
export default {
  extensions: ['js'],
  files: ['dist/test/engines/**/*.test.js'],
  concurrency: 1,
  workerThreads: false,
  timeout: '10m',
};
