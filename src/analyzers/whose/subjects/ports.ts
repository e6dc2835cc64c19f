import type { Subject } from '../subject.js';
import type { WhoseHost } from '../whose-host.js';
import { containerPortSubjects } from './container-ports.js';
import { publishedPortSubjects } from './published-ports.js';
import { hostPortSubjects } from './host-ports.js';

/** Ports of the host, published or listened on, and ports inside containers. */
export function portSubjects(host: WhoseHost): Subject[] {
  return [...publishedPortSubjects(host), ...hostPortSubjects(host), ...containerPortSubjects(host)];
}
