import { startPrivateEngine } from '../harness/private-engine.js';
import { buildWorkload } from '../harness/workload.js';
import { packRoots } from './pack-roots.js';

/** Makes a capture of an engine with the containerd store for unit tests: `private` or `separate` containerd. */
async function main(kind: string | undefined, output: string | undefined): Promise<number> {
  if ((kind !== 'private' && kind !== 'separate') || output === undefined) {
    console.error('usage: make-containerd-roots private|separate OUT.tar.gz');
    return 2;
  }
  const engine = await startPrivateEngine({ release: '28', imageStore: 'containerd', containerd: kind });
  try {
    await buildWorkload(engine, { scale: 0.05, longLogLines: 50 });
    await engine.stop();
    await packRoots(engine, output);
  } finally {
    await engine.cleanup();
  }
  return 0;
}

process.exitCode = await main(process.argv[2], process.argv[3]);
