import { readFile } from 'node:fs/promises';
import { availableParallelism, hostname, release, totalmem } from 'node:os';
import type { HostFacts } from '../../model/inventory.js';

/** `PRETTY_NAME` of os-release(5). */
export function prettyName(osRelease: string): string | null {
  const match = /^PRETTY_NAME=(?:"([^"]*)"|'([^']*)'|(.*))$/m.exec(osRelease);
  const name = match?.[1] ?? match?.[2] ?? match?.[3] ?? '';
  return name === '' ? null : name;
}

/** Facts about this machine. */
export async function readHostFacts(): Promise<HostFacts> {
  const osRelease = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return {
    hostname: hostname(),
    operatingSystem: prettyName(osRelease),
    kernelVersion: release(),
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
  };
}
