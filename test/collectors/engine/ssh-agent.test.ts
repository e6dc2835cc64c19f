import { chmod, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test from 'ava';
import { createEngineClient } from '../../../src/collectors/engine/dockerode-client.js';
import { resolveEndpoint } from '../../../src/collectors/engine/endpoint.js';
import { startFakeEngine, temporaryDirectory } from './fake-engine.js';

function sshEndpoint(host: string) {
  const nothing = {
    env: {},
    homeDirectory: '/nonexistent',
    root: true,
    exists: () => false,
    readFile: () => '',
  };
  return resolveEndpoint({ ...nothing, host });
}

async function program(directory: string, script: string): Promise<string> {
  const path = join(directory, 'ssh');
  await writeFile(path, `#!${process.execPath}\n${script}`);
  await chmod(path, 0o755);
  return path;
}

test('an engine behind ssh is asked through the dial-stdio of its docker, in few connections', async (t) => {
  const { socketPath, requests } = await startFakeEngine(t, '20.10');
  const directory = dirname(socketPath);
  const log = join(directory, 'log');
  const sshCommand = await program(
    directory,
    `require('fs').appendFileSync(${JSON.stringify(log)}, process.argv.slice(2).join(' ') + '\\n');
     const socket = require('net').connect(${JSON.stringify(socketPath)});
     process.stdin.pipe(socket).pipe(process.stdout);`,
  );
  const client = createEngineClient(sshEndpoint('ssh://me@h:22/run/d.sock'), { sshCommand });
  const { inventory, problems } = await client.collect({ sizes: false });
  t.deepEqual(problems, []);
  t.is(inventory?.containers?.length, 5);
  const started = (await readFile(log, 'utf8')).trim().split('\n');
  t.is(started[0], '-o BatchMode=yes -T -l me -p 22 -- h docker --host unix:///run/d.sock system dial-stdio');
  t.true(started.length <= 4 && requests.length > 4, `${started.length} for ${requests.length}`);
});

test('what ssh says about a failure is in the problem', async (t) => {
  const script = `process.stderr.write('debug\\r\\nssh: connect to host h: No route to host\\r\\n'); process.exitCode = 255;`;
  const sshCommand = await program(await temporaryDirectory(t), script);
  const { problems } = await createEngineClient(sshEndpoint('ssh://h'), { sshCommand }).collect({
    sizes: false,
  });
  t.is(problems[0]?.code, 'engine-error');
  t.regex(problems[0]?.message ?? '', /could not be asked: ssh: connect to host h: No route to host\./);
});

test('a machine without ssh says so', async (t) => {
  const client = createEngineClient(sshEndpoint('ssh://h'), { sshCommand: '/nonexistent/ssh' });
  const { problems } = await client.collect({ sizes: false });
  t.regex(problems[0]?.message ?? '', /ssh: .*ENOENT/);
});
