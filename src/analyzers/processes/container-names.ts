import type { HostContainer } from '../merge-records.js';

/** What a process's record says of its container: the names of it, `null` where nothing known has its id. */
export function containerNames(container: HostContainer | undefined) {
  const record = container?.record;
  return {
    containerName: record?.name ?? null,
    imageId: record?.imageId ?? null,
    imageReference: record?.imageReference ?? null,
    composeProject: record?.labels['com.docker.compose.project'] ?? null,
    composeService: record?.labels['com.docker.compose.service'] ?? null,
  };
}
