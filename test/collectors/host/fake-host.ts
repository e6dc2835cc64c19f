import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { HostPlaces } from '../../../src/collectors/host/host-places.js';
import type { HostSources } from '../../../src/collectors/host/host-sources.js';
import type { LocatedRoots } from '../../../src/collectors/host/locate-roots.js';
import { METADATA_DATABASE } from '../../../src/model/containerd-layout.js';
import { boltOf } from '../../formats/bolt/bolt-writer.js';
import { temporaryDirectory, writeTree } from '../disk/temporary-tree.js';
import { NOWHERE } from './nowhere.js';

/** Version 4 of the schema as containerd writes it, a zig-zag number. */
const SCHEMA_4 = '\u0008';

/** A machine in a directory of its own, with the usual places below it. */
export interface FakeHost {
  readonly directory: string;
  readonly places: HostPlaces;
  at(path: string): string;
  sources(options?: Partial<HostSources>): HostSources;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** @param containers ids of its containers */
  dataRoot(path: string, containers?: readonly string[]): void;
  /** @param leases ids by namespace */
  containerdRoot(path: string, leases: Readonly<Record<string, readonly string[]>>): void;
  /** Origin and path of each root. */
  listed(located: LocatedRoots): string[];
}

export function fakeHost(t: ExecutionContext): FakeHost {
  const directory = temporaryDirectory(t);
  const at = (path: string): string => join(directory, path);
  const places: HostPlaces = {
    ...NOWHERE,
    dataRoot: at('var/lib/docker'),
    containerdRoot: at('var/lib/containerd'),
    daemonJson: at('etc/daemon.json'),
    passwd: at('etc/passwd'),
  };
  const write: FakeHost['write'] = (files) => {
    writeTree(directory, files);
  };
  return {
    directory,
    places,
    at,
    write,
    sources: (options = {}) => ({ engine: null, engineIsLocal: true, dataRoot: null, places, ...options }),
    dataRoot: (path, containers = []) => {
      write({ [`${path}/containers/`]: '', [`${path}/volumes/`]: '', [`${path}/image/`]: '' });
      for (const id of containers)
        write({ [`${path}/containers/${id}/config.v2.json`]: JSON.stringify({ ID: id }) });
    },
    containerdRoot: (path, leases) => {
      const namespaces = Object.entries(leases).map(([name, ids]) => [
        name,
        { leases: Object.fromEntries(ids.map((id) => [id, {}])) },
      ]);
      write({
        [`${path}/${METADATA_DATABASE}`]: boltOf({
          v1: { version: SCHEMA_4, ...Object.fromEntries(namespaces) },
        }),
      });
    },
    listed: ({ roots }) =>
      roots.map(({ place }) => `${place.origin} ${place.path.slice(directory.length + 1)}`),
  };
}
