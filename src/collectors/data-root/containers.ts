import { parseContainer, type ParsedContainer } from '../../formats/container-config.js';
import { FormatError } from '../../formats/format-error.js';
import { CONTAINERS, containerDirectory } from '../../model/data-root-layout.js';
import type { RecordReader } from './record-reader.js';

/** What `containers/` says: the readable records and the ids of directories that have none. */
export interface ContainerDirectories {
  readonly containers: readonly ParsedContainer[];
  readonly damaged: readonly string[];
}

const MISSING = 'state, mounts and log settings of a container';

/** Reads every `containers/<id>`. */
export async function readContainers(reader: RecordReader): Promise<ContainerDirectories> {
  const containers: ParsedContainer[] = [];
  const damaged: string[] = [];
  for (const id of await reader.list(CONTAINERS, 'containers')) {
    const container = await readContainer(reader, id);
    if (container !== null) containers.push(container);
    // A file, or a directory that has gone since it was listed, is no damaged container.
    else if (await reader.isDirectory(containerDirectory(id))) damaged.push(id);
  }
  return { containers, damaged };
}

async function readContainer(reader: RecordReader, id: string): Promise<ParsedContainer | null> {
  const directory = containerDirectory(id);
  const config = await reader.read(`${directory}/config.v2.json`, MISSING);
  if (config === null) return null;
  const hostConfig = await reader.read(`${directory}/hostconfig.json`, MISSING);
  try {
    const parsed = parse(reader, directory, config, hostConfig);
    if (parsed.record.id === id) return parsed;
    reader.damaged(`${directory}/config.v2.json`, MISSING, `about another container (${parsed.record.id})`);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    reader.damaged(`${directory}/config.v2.json`, MISSING, error.message);
  }
  return null;
}

/** A damaged `hostconfig.json` costs the log settings, not the container. */
function parse(
  reader: RecordReader,
  directory: string,
  config: Buffer,
  hostConfig: Buffer | null,
): ParsedContainer {
  try {
    return parseContainer(config, hostConfig);
  } catch (error) {
    if (!(error instanceof FormatError) || hostConfig === null) throw error;
    const parsed = parseContainer(config, null);
    reader.damaged(`${directory}/hostconfig.json`, 'log settings of a container', error.message);
    return parsed;
  }
}
