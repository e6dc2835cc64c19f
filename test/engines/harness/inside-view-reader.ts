import { readdirSync, readFileSync } from 'node:fs';
import type { InsideProcess } from './inside-view.js';

/**
 * Prints what `/proc` shows, itself left out, as JSON. Run in a pid namespace, with a proc filesystem of that namespace
 * mounted: every id is one of inside then.
 */
function readProcess(pid: number): InsideProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    const [state = '', parent = ''] = stat.slice(end + 2).split(' ');
    return {
      pid,
      parentPid: Number(parent),
      comm: stat.slice(stat.indexOf('(') + 1, end),
      zombie: state === 'Z',
      args: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1),
      cgroup: readFileSync(`/proc/${pid}/cgroup`, 'utf8'),
    };
  } catch {
    // It has ended meanwhile.
    return null;
  }
}

const processes = readdirSync('/proc')
  .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
  .flatMap((name) => readProcess(Number(name)) ?? []);
process.stdout.write(JSON.stringify(processes));
