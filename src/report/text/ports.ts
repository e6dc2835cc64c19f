import type { ContainerReport, PortReport } from '../types.js';
import { cleanText } from './clean-text.js';
import { shortId } from './names.js';
import { renderTable } from './table.js';

/** `0.0.0.0:8080`, `[::]:8080`; `null` for a port that is exposed only. */
export function hostPortText({ hostAddress, hostPort }: PortReport): string | null {
  if (hostPort === null) return null;
  const address = hostAddress ?? '';
  return `${address.includes(':') ? `[${address}]` : address}:${hostPort}`;
}

/** What of the host listens at a published port, in words; empty where that does not matter or is not known. */
export function listenerText({ listening, listener }: PortReport): string {
  if (listening === null) return '';
  if (!listening) return 'nothing: forwarded by rules alone';
  if (listener === null) return 'a process that was not looked at';
  const [program = ''] = (listener.command ?? '').split(' ');
  const name = program.split('/').at(-1) ?? '';
  return `${name}${listener.pid === null ? '' : ` (PID ${listener.pid})`}`;
}

/** Published ports of containers, one line each. */
export function renderPorts(containers: readonly ContainerReport[], available: number): string[] {
  const rows = containers.flatMap((container) =>
    container.ports.flatMap((port) => {
      const host = hostPortText(port);
      if (host === null) return [];
      const name = container.name ?? shortId(container.id);
      return [[host, `${port.containerPort}/${port.protocol}`, name, listenerText(port)].map(cleanText)];
    }),
  );
  if (rows.length === 0) return [];
  return [
    '',
    'PUBLISHED PORTS',
    ...renderTable(
      [
        { title: 'HOST', align: 'left' },
        { title: 'PORT', align: 'left' },
        { title: 'CONTAINER', align: 'left', shrinks: 'middle' },
        { title: 'LISTENER', align: 'left', drop: 1, shrinks: 'end' },
      ],
      rows,
      available,
    ),
  ];
}
