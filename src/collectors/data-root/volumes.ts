import type { IndexedVolume } from '../../formats/volume-database.js';
import { asText, type JsonObject, parseJsonObject } from '../../formats/json-access.js';
import { VOLUME_STORE_FILES, volumeDirectory, VOLUMES } from '../../model/data-root-layout.js';
import type { VolumeRecord } from '../../model/volume.js';
import type { RecordReader } from './record-reader.js';

/** Options of `opts.json` under the names the user gave them. Source: moby, volume/local/local.go, `optsConfig`. */
function mountOptions(options: JsonObject): Record<string, string> {
  const named: Record<string, string> = {};
  const type = asText(options['MountType']);
  const mountOptions = asText(options['MountOpts']);
  const device = asText(options['MountDevice']);
  if (type !== null) named['type'] = type;
  if (mountOptions !== null) named['o'] = mountOptions;
  if (device !== null) named['device'] = device;
  return named;
}

/**
 * Volumes of all drivers: the directories in `volumes/`, which the local driver goes by, joined with the index.
 * @param index records of `metadata.db`, `null` when it could not be read.
 */
export async function readVolumes(
  reader: RecordReader,
  index: readonly IndexedVolume[] | null,
): Promise<VolumeRecord[]> {
  const indexed = new Map((index ?? []).map((volume) => [volume.name, volume]));
  const entries = await reader.list(VOLUMES, 'volumes');
  const directories = new Set(entries.filter((name) => !VOLUME_STORE_FILES.includes(name)));
  const volumes: VolumeRecord[] = [];
  for (const name of [...new Set([...directories, ...indexed.keys()])].sort()) {
    const known = indexed.get(name);
    const onDisk = directories.has(name);
    // Anything can lie in `volumes/`: what no record names is a volume only if it is a directory.
    if (known === undefined && !(await reader.isDirectory(volumeDirectory(name)))) continue;
    const path = `${volumeDirectory(name)}/opts.json`;
    const stored = onDisk
      ? await reader.parse(path, 'options of a volume', (data) =>
          mountOptions(parseJsonObject(data, 'opts.json')),
        )
      : null;
    const driver = known?.driver ?? 'local';
    volumes.push({
      name,
      driver,
      labels: known?.labels ?? {},
      options: { ...stored, ...known?.options },
      createdAt: null,
      mountpoint:
        driver === 'local' && onDisk ? `${reader.source.root}/${volumeDirectory(name)}/_data` : null,
      onDisk,
      recorded: known !== undefined,
      engineSizeBytes: null,
    });
  }
  return volumes;
}
