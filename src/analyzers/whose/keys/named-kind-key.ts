import type { Subject } from '../subject.js';
import type { KeyReading } from './key-reader.js';

/** Interfaces as kernels, systemd and container tools name them; the index finds any other name as well. */
const INTERFACE =
  /^(?:lo|(?:veth|br-|docker|eth|en[opsx]|wl|bond|dm-|vxlan|cni|podman|lxc|virbr|tap|tun|wg)[\w.-]*)$/;

/** An interface by its name. */
export function interfaceKey(key: string): KeyReading | null {
  return INTERFACE.test(key) ? kindReading('likely', key, ['interface']) : null;
}

/** `network:shop`, where other things may have that name as well. */
export function networkKey(key: string): KeyReading | null {
  return key.startsWith('network:') ? kindReading('only', key.slice('network:'.length), ['network']) : null;
}

/** `snapshot:123`: a bare number is a process, a port or a namespace first. */
export function snapshotKey(key: string): KeyReading | null {
  if (!key.startsWith('snapshot:')) return null;
  const kinds = ['layer', 'container', 'build-cache', 'leftover'] as const;
  return kindReading('possible', key.slice('snapshot:'.length), kinds);
}

function kindReading(
  certainty: KeyReading['certainty'],
  name: string,
  kinds: readonly Subject['kind'][],
): KeyReading {
  return {
    certainty,
    find: ({ named }) => named(name).filter(({ kind }) => kinds.includes(kind)),
    miss: `there is no ${kinds[0] ?? 'object'} ${name} here`,
  };
}
