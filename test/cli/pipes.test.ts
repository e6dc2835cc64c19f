import { spawn } from 'node:child_process';
import { once } from 'node:events';
import test, { type ExecutionContext } from 'ava';
import { BILGE, emptyMachine } from './support/machine.js';

/** Runs bilge with a reader of one of its outputs that goes away at the first byte. */
async function withoutReader(
  t: ExecutionContext,
  args: readonly string[],
  closed: 'stdout' | 'stderr',
): Promise<{ code: unknown; other: string }> {
  const { env } = await emptyMachine(t);
  const child = spawn(process.execPath, [BILGE, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child[closed].once('data', () => child[closed].destroy());
  let other = '';
  child[closed === 'stdout' ? 'stderr' : 'stdout']
    .setEncoding('utf8')
    .on('data', (chunk: string) => (other += chunk));
  const [code] = await once(child, 'close');
  return { code, other };
}

test('a reader that has seen enough ends bilge quietly', async (t) => {
  for (const view of [['report'], ['df'], ['images', '--json']]) {
    const { code, other } = await withoutReader(t, ['demo', ...view], 'stdout');
    t.is(code, 0, view.join(' '));
    t.regex(other, /^(SAMPLE[^\n]*\n)?$/, view.join(' '));
  }
});

test('a reader that is gone before the first byte ends bilge quietly', async (t) => {
  const { env } = await emptyMachine(t);
  const child = spawn(process.execPath, [BILGE, 'demo', 'report'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  const [code] = await once(child, 'close');
  t.is(code, 0);
  t.regex(errors, /^(SAMPLE[^\n]*\n)?$/);
});

test('without a reader of standard error the figures come all the same', async (t) => {
  const { env } = await emptyMachine(t);
  const child = spawn(process.execPath, [BILGE, 'demo', 'images', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.destroy();
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const [code] = await once(child, 'close');
  t.is(code, 0);
  t.true(Array.isArray(JSON.parse(output)));
});
