import { NAMESPACE_KINDS, type NamespaceKind } from '../../../model/process.js';
import { namespaceWord } from '../subjects/namespaces.js';
import { type KeyReading, numberOf } from './key-reader.js';

const LINK = /^([a-z]+):\[(\d+)\]$/;
const OF_PROCESS = /^\/proc\/(\d+)\/ns\/([a-z_]+)$/;

/** A namespace: its inode number, `ns:4026532281`, `net:[4026532281]`, `/proc/48213/ns/net`. */
export function namespaceKey(key: string): KeyReading | null {
  const ofProcess = OF_PROCESS.exec(key);
  if (ofProcess !== null) return namespaceOfProcess(Number(ofProcess[1]), ofProcess[2] ?? '');
  const [, kind, linked] = LINK.exec(key) ?? [];
  if (kind !== undefined && kindOf(kind) === null) return null;
  const said = linked ?? (key.startsWith('ns:') ? key.slice('ns:'.length) : undefined);
  const inode = numberOf(said ?? key);
  if (inode === null) return null;
  return {
    certainty: said === undefined ? 'likely' : 'only',
    find: ({ named }) => named(namespaceWord(inode, kind ?? null)),
    miss: `no process that can be seen is in a namespace ${inode}`,
  };
}

function kindOf(name: string): NamespaceKind | null {
  return NAMESPACE_KINDS.find((kind) => kind === name) ?? null;
}

function namespaceOfProcess(pid: number, link: string): KeyReading {
  const kind = kindOf(link.replace(/_for_children$/, ''));
  return {
    certainty: 'only',
    find: ({ live, named }) => {
      const { record = null } = live.processes.get(pid) ?? {};
      if (kind === null) return [];
      const own = record?.namespaces?.[kind];
      const inode = kind === 'pid' && link !== kind ? (record?.pidNamespaceForChildren ?? own) : own;
      return inode === undefined ? [] : named(namespaceWord(inode, kind));
    },
    miss: `no process ${pid} can be seen here, or not its namespaces`,
  };
}
