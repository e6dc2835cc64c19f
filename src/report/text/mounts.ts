import type { ContainerReport } from '../types.js';
import { cleanText } from './clean-text.js';
import { shortId } from './names.js';
import { renderTable } from './table.js';

/** Bind and tmpfs mounts of containers with their source: outside the data root, so in no sum. */
export function renderMounts(containers: readonly ContainerReport[], available: number): string[] {
  const rows = containers.flatMap((container) =>
    container.mounts
      .filter((mount) => mount.type !== 'volume')
      .map((mount) =>
        [
          container.name ?? shortId(container.id),
          mount.type,
          mount.source ?? '',
          mount.destination,
          mount.readOnly ? 'read-only' : '',
        ].map(cleanText),
      ),
  );
  if (rows.length === 0) return [];
  return [
    '',
    'MOUNTS FROM OUTSIDE (in no sum)',
    ...renderTable(
      [
        { title: 'CONTAINER', align: 'left', shrinks: 'end' },
        { title: 'TYPE', align: 'left' },
        { title: 'SOURCE', align: 'left', shrinks: 'middle' },
        { title: 'DESTINATION', align: 'left', shrinks: 'middle' },
        { title: 'MODE', align: 'left' },
      ],
      rows,
      available,
    ),
  ];
}
